-- One row for each order. A later run takes what changed since, and merges it by its key.
{{
    config(
        materialized='incremental',
        unique_key='order_id',
        incremental_strategy='merge',
        on_schema_change='append_new_columns',
    )
}}

select
    orders.order_id,
    orders.email_domain,
    orders.country,
    orders.region,
    regions.region_name,
    orders.status,
    orders.status = 'cancelled' as is_cancelled,
    orders.total_usd,
    orders.order_date,
    orders.placed_at,
    orders.updated_at
from {{ ref('stg_orders') }} as orders
inner join {{ ref('sales_regions') }} as regions on regions.region = orders.region
{% if is_incremental() %}
where orders.updated_at > (select coalesce(max(updated_at), '1970-01-01'::timestamp_ntz) from {{ this }})
{% endif %}
