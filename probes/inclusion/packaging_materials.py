"""Are degradable or slim tape, or electronic waybills in use?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER), "materials")
