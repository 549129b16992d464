"""Are sellers' identities verified, and verified again every six months?"""

from crawler.vocabulary import Role
from probes.families.statement import statement

PROBE = statement((Role.RULES, Role.AGREEMENT, Role.HELP, Role.SELLER), ("identity", "recheck"))
