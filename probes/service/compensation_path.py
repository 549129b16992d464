"""Is compensation promised, and is it stated how to get it?"""

from probes.answers.service_rules import RETURN_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(RETURN_ROLES, "measure", "way", needs=("measure",))
