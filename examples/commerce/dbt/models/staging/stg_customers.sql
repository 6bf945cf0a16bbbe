-- Each customer as they are now, without what says who they are.
select
    customer_id,
    country,
    region,
    loyalty_tier,
    accepts_marketing,
    signed_up_on,
    updated_at
from {{ source('commerce_bronze', 'customers') }}
qualify row_number() over (partition by customer_id order by updated_at desc, _das_offset desc) = 1
