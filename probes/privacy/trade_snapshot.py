"""Is a trade snapshot or another way to trace a deal described?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("snapshot", also=(Role.AGREEMENT, Role.RULES, Role.HELP))
