"""Are there at least two ways to order: web, app, mini-program, phone, bulk purchase, voice?"""

from crawler.vocabulary import Role
from probes.families.order_rule import offered_kinds

PROBE = offered_kinds(
    (Role.HOME, Role.PRODUCT, Role.HELP, Role.SERVICE, Role.ABOUT),
    "web",
    "app",
    "mini_program",
    "phone",
    "bulk",
    "voice",
)
