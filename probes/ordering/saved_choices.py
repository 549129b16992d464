"""Are usual choices remembered: addresses, lists, repeat orders, favourites, browsing history?"""

from crawler.vocabulary import Role
from probes.families.order_rule import offered_kinds

PROBE = offered_kinds(
    (Role.HOME, Role.PRODUCT, Role.CART, Role.HELP, Role.MEMBER, Role.AGREEMENT),
    "address",
    "list",
    "again",
    "favourites",
    "history",
)
