"""Is delivery to the door stated, and for which areas?"""

from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule

PROBE = service_rule(DELIVERY_ROLES, "door", "area", needs=("door",))
