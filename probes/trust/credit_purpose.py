"""Is it stated that credit data are used for nothing else?"""

from crawler.vocabulary import Role
from probes.families.statement import statement

PROBE = statement((Role.CREDIT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.PRIVACY), ("rule", "limit"), whole=1)
