"""Are two or more ways of delivery offered?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(DELIVERY_ROLES, "courier", "own", "instant", "pickup", "store", "bulky", "cold", whole=2)
