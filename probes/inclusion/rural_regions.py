"""Are the regions named that rural support goes to?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SOCIAL, Role.ABOUT, Role.HOME), "region")
