"""Can buyers query the progress of a return or repair?"""

from probes.answers.service_rules import RETURN_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(RETURN_ROLES, "rule")
