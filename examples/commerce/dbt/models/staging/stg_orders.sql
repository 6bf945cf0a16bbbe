-- Each order as it is now. The e-mail address is masked for this role; what the mask leaves is its domain.
select
    order_id,
    split_part(customer_email, '@', 2) as email_domain,
    country,
    region,
    status,
    currency,
    total_usd,
    placed_at,
    order_date,
    updated_at
from {{ source('commerce_bronze', 'orders') }}
qualify row_number() over (partition by order_id order by updated_at desc, _das_offset desc) = 1
