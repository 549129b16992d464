"""Can buyers choose how they get deliveries, for example at an appointed time?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(DELIVERY_ROLES, "appointed", "installed", "gift", "address", "night", whole=1)
