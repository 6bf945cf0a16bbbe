-- What the days add up to is what the orders add up to.
select
    (select sum(revenue_usd) from {{ ref('daily_sales') }}) as by_day,
    (select sum(total_usd) from {{ ref('fct_orders') }} where not is_cancelled) as by_order
where by_day <> by_order
