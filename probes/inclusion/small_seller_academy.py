"""Is there a public academy or training for sellers?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP), "academy")
