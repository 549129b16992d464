"""Are figures published on deliveries that arrive on time or undamaged?"""

from crawler.vocabulary import Role
from probes.families.service_rule import service_rule

PROBE = service_rule((Role.DELIVERY, Role.HELP, Role.ABOUT, Role.SOCIAL, Role.HOME), "rule")
