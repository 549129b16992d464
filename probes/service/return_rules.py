"""Are the after-sales rules public within two clicks of the home page?"""

from probes.answers.service_rules import RETURN_ROLES
from probes.families.service_rule import rules_page

PROBE = rules_page(RETURN_ROLES)
