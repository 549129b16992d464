"""Are the freight charges and the threshold for free shipping stated?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(DELIVERY_ROLES, "standard", "threshold")
