"""Are there rules on exchange and on repair or warranty?"""

from probes.answers.service_rules import RETURN_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(RETURN_ROLES, "exchange", "repair")
