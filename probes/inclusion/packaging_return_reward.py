"""Is there a reward for giving packaging back?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER), "reward")
