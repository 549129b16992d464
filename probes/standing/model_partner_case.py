"""Does one account name a traditional industry, a partner and figures before and after?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_account

PROBE = own_account(
    (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.SELLER),
    "industry",
    "partner",
    "effect",
    figured=("effect",),
    of_others=True,
)
