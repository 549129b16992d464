"""Are figures on the results of after-sales service published?"""

from crawler.vocabulary import Role
from probes.families.service_rule import service_rule

PROBE = service_rule((Role.AFTER_SALES, Role.HELP, Role.SERVICE, Role.COMPLAINT, Role.ABOUT, Role.SOCIAL), "rule")
