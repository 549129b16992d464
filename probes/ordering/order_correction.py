"""Is it stated that an order can be checked and corrected before it is submitted?"""

from crawler.vocabulary import Role
from probes.answers.order_items import ORDER_ROLES
from probes.families.statement import statement

PROBE = statement((*ORDER_ROLES, Role.CART))
