"""Are the shop's standards or rules recognised or used by others?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.ABOUT, Role.SOCIAL, Role.HOME), "recognised")
