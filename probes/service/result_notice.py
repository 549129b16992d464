"""Are buyers told the result of their after-sales request?"""

from crawler.vocabulary import Role
from probes.families.service_rule import service_rule

PROBE = service_rule((Role.AFTER_SALES, Role.HELP, Role.RULES, Role.SERVICE, Role.COMPLAINT), "rule")
