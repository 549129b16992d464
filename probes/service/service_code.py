"""Is a customer service code published?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.HOME, Role.SERVICE, Role.HELP, Role.ABOUT)
