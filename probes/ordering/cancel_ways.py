"""In how many ways can a buyer cancel an order?"""

from probes.answers.order_items import ORDER_ROLES
from probes.families.statement import statement

PROBE = statement(ORDER_ROLES, ("self_service", "service", "phone", "refuse"), whole=2)
