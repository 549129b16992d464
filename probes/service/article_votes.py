"""Do help articles ask whether they solved the problem?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.HELP, Role.SERVICE)
