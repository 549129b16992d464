"""Do experts answer questions publicly?"""

from crawler.vocabulary import Role
from probes.families.spoken_line import spoken_line

PROBE = spoken_line(Role.HOME, Role.SERVICE, Role.HELP, Role.PRODUCT, Role.ABOUT)
