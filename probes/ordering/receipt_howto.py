"""Is it explained how to get an invoice or a receipt?"""

from crawler.vocabulary import Role
from probes.answers.order_items import PAY_ROLES
from probes.families.statement import statement

PROBE = statement((*PAY_ROLES, Role.AFTER_SALES))
