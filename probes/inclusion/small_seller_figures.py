"""Are results or dates of the support for small sellers at most two years old?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_figures

PROBE = own_figures(Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
