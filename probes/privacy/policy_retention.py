"""Does the policy say how long personal data are kept, or how that is determined?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("period", "rule", whole=1)
