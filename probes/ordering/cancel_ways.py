"""In how many ways can a buyer cancel an order?"""

from probes.answers.order_items import ORDER_ROLES
from probes.families.statement import statement

# The service's telephone is one way, not two: ``service`` leaves it out, ``online`` are the other ways that the same sentence names.
PROBE = statement(ORDER_ROLES, ("self_service", "service", "online", "phone", "refuse"), whole=2)
