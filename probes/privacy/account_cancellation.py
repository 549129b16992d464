"""Is it said how an account can be cancelled?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("cancellation", also=(Role.AGREEMENT, Role.HELP))
