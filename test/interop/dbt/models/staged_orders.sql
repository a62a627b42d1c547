select id, customer, amount::number(10, 2) as amount, ordered_on::date as ordered_on
from {{ ref('orders') }}
