"""Are the rules on buyers' levels public?"""

from crawler.vocabulary import Role
from probes.families.statement import statement

PROBE = statement((Role.MEMBER, Role.CREDIT, Role.RULES, Role.HELP, Role.AGREEMENT))
