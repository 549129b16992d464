"""Is it stated, with proof, that the shop itself developed a model?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_account

PROBE = own_account((Role.ABOUT, Role.SOCIAL, Role.HOME), "own", "proof", dated=("proof",))
