-- Each visit once.
select
    session_id,
    region,
    device,
    split_part(landing_page, '?', 1) as landing_path,
    pages,
    duration_seconds,
    has_ordered,
    started_at
from {{ source('commerce_bronze', 'sessions') }}
qualify row_number() over (partition by session_id order by _das_offset) = 1
