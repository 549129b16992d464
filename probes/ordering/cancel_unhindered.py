"""Is cancelling free of unreasonable obstacles?"""

from crawler.vocabulary import Role
from probes.answers.order_items import ORDER_ROLES
from probes.families.order_rule import no_obstacle

PROBE = no_obstacle((*ORDER_ROLES, Role.PRODUCT))
