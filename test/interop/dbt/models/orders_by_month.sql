{{ config(materialized='incremental', unique_key='month') }}
select date_trunc('month', ordered_on) as month, count(*) as orders
from {{ ref('staged_orders') }}
{% if is_incremental() %}
where ordered_on >= (select max(month) from {{ this }})
{% endif %}
group by 1
