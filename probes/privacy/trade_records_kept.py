"""Is it stated that trade records are kept for at least three years?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("kept", also=(Role.AGREEMENT, Role.RULES, Role.HELP))
