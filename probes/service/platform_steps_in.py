"""Does the platform step in when a seller does not answer?"""

from probes.answers.service_rules import RETURN_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(RETURN_ROLES, "rule")
