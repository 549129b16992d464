"""Does the policy promise security measures or confidentiality?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("security")
