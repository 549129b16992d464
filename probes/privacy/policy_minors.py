"""Does the policy have rules for minors under fourteen?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("minors")
