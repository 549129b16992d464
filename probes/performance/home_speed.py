"""Does the home page load fast enough: LCP, CLS, TTFB, FCP and TBT over several cold loads?"""

from crawler.vocabulary import Role
from probes.families.page_speed import page_speed

PROBE = page_speed(Role.HOME)
