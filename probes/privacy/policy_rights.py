"""Does the policy grant access, copies, correction, deletion and withdrawal of consent?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("access", "copy", "correct", "delete", "withdraw", least=2)
