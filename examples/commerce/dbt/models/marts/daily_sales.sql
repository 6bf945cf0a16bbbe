-- Orders, revenue and visits of each day in each region. Cancelled orders do not count.
with sold as (
    select
        order_date,
        region,
        count(*) as orders,
        sum(total_usd) as revenue_usd
    from {{ ref('fct_orders') }}
    where not is_cancelled
    group by order_date, region
),

visited as (
    select
        started_at::date as visit_date,
        region,
        count(*) as visits,
        avg(duration_seconds)::number(12, 1) as mean_duration_seconds
    from {{ ref('stg_sessions') }}
    group by 1, 2
)

select
    coalesce(sold.order_date, visited.visit_date) as sales_date,
    coalesce(sold.region, visited.region) as region,
    coalesce(sold.orders, 0) as orders,
    coalesce(sold.revenue_usd, 0)::number(14, 2) as revenue_usd,
    coalesce(visited.visits, 0) as visits,
    visited.mean_duration_seconds
from sold
full outer join visited on visited.visit_date = sold.order_date and visited.region = sold.region
