"""Are product recalls or risks announced?"""

from crawler.vocabulary import Role
from probes.families.complaint_rule import complaint_notices

PROBE = complaint_notices(Role.RULES, Role.HELP, Role.AFTER_SALES, Role.HOME)
