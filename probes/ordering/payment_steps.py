"""Does the help describe in few steps how to pay?"""

from probes.answers.order_items import PAY_ROLES
from probes.families.order_rule import order_steps

PROBE = order_steps(PAY_ROLES)
