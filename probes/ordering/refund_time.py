"""Are the time and the route of a refund stated?"""

from crawler.vocabulary import Role
from probes.answers.order_items import ORDER_ROLES
from probes.families.statement import statement

PROBE = statement((*ORDER_ROLES, Role.PAYMENT), ("time", "route"))
