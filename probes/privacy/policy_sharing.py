"""Does the policy say with whom personal data are shared?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("sharing")
