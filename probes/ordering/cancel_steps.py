"""Does cancelling an order take few steps?"""

from probes.answers.order_items import ORDER_ROLES
from probes.families.order_rule import order_steps

PROBE = order_steps(ORDER_ROLES)
