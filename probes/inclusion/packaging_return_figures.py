"""Are quantities of packaging taken back published?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_figures

PROBE = own_figures(Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
