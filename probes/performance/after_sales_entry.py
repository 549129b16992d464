"""Can a visitor get after-sales service? One of the functions a shop must have."""

from crawler.vocabulary import Role
from probes.families.function_entry import function_entry

PROBE = function_entry(Role.HOME, Role.HELP, Role.PRODUCT, target=Role.AFTER_SALES, of_account=True, described=True)
