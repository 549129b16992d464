"""Is a partner named who can confirm the rural support: a local government, a co-operative, an agreement?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.SOCIAL, Role.ABOUT, Role.HOME), "partner")
