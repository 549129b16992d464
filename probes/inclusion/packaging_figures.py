"""Are figures on packaging given that are at most two years old?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_figures

PROBE = own_figures(Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
