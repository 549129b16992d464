"""Is it said that trade records are kept whole, confidential and available?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("integrity", also=(Role.AGREEMENT, Role.RULES, Role.HELP))
