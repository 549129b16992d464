"""Is it explained what to do when a payment fails?"""

from probes.answers.order_items import PAY_ROLES
from probes.families.statement import statement

PROBE = statement(PAY_ROLES, ("failure",))
