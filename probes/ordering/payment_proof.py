"""Are proofs of payment provided, and kept for three years?"""

from crawler.vocabulary import Role
from probes.answers.order_items import PAY_ROLES
from probes.families.statement import statement

PROBE = statement((*PAY_ROLES, Role.AFTER_SALES, Role.SERVICE), ("proof", "kept"))
