"""Are results for the countryside given in figures?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_figures

PROBE = own_figures(Role.SOCIAL, Role.ABOUT, Role.HOME)
