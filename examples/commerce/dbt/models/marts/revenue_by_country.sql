-- Kept up to date by the warehouse itself, not by the next run of dbt.
{{
    config(
        materialized='dynamic_table',
        snowflake_warehouse='BROOK_COMMERCE_WH',
        target_lag='10 minutes',
        refresh_mode='FULL',
    )
}}

select
    country,
    count(*) as orders,
    sum(total_usd)::number(14, 2) as revenue_usd,
    max(placed_at) as last_order_at
from {{ ref('fct_orders') }}
where not is_cancelled
group by country
