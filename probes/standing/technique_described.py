"""Does one account describe a technique with its use, start, effect and users?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_account

PROBE = own_account(
    (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.HELP),
    "technique",
    "scene",
    "start",
    "effect",
    "users",
    figured=("effect", "users"),
    dated=("start",),
)
