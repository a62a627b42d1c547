{{ config(materialized='table') }}
select customer, sum(amount) as spent, max(ordered_on) as last_order
from {{ ref('staged_orders') }}
group by customer
