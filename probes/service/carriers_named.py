"""Are the carriers named?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(DELIVERY_ROLES, "rule")
