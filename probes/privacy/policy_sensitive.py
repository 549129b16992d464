"""Does the policy treat sensitive personal data separately: necessity or impact, and separate consent?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("rules", "consent")
