"""Does the policy describe the steps for exercising these rights?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("steps", "request", also=(Role.HELP,), whole=1)
