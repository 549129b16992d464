"""Does the policy explain automated decisions and how to switch off personalised recommendations?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("explained", "switch")
