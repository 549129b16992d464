"""Is delivery explained on a page within two clicks of the home page?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import rules_page

PROBE = rules_page(DELIVERY_ROLES)
