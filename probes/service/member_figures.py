"""Are figures on members and renewals public?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.MEMBER, Role.ABOUT, Role.SOCIAL, Role.HOME)
