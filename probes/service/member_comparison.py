"""Is there a public comparison of members and non-members?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.MEMBER, Role.HELP)
