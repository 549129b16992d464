"""Is it explained how search results are ranked?"""

from crawler.vocabulary import Role
from probes.families.statement import statement

PROBE = statement((Role.RULES, Role.HELP, Role.AGREEMENT, Role.SEARCH, Role.LIST), ("rule", "criteria"), whole=1)
