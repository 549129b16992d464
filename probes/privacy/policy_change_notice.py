"""Does the policy say how its changes are announced?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("notice")
