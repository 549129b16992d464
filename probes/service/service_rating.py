"""Can each contact with customer service be rated?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.SERVICE, Role.HELP)
