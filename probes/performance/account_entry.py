"""Can a visitor sign in or register? One of the functions a shop must have."""

from crawler.vocabulary import Role
from probes.families.function_entry import function_entry

PROBE = function_entry(Role.HOME, target=Role.LOGIN)
