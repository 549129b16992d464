"""Are measures against fraud described?"""

from crawler.vocabulary import Role
from probes.answers.order_items import PAY_ROLES
from probes.families.statement import statement

# A centre for safety is often one of service.
PROBE = statement((*PAY_ROLES, Role.SERVICE), ("identity", "password", "verification", "watching", "escrow"), whole=2)
