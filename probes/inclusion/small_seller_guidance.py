"""Are technical guidance and tools offered to small sellers?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP), "guidance")
