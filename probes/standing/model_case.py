"""Does one account describe a new model: its start, scope, result and what is new about it?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_account

PROBE = own_account(
    (Role.ABOUT, Role.SOCIAL, Role.HOME),
    "model",
    "start",
    "scope",
    "result",
    "difference",
    figured=("scope", "result"),
    dated=("start",),
)
