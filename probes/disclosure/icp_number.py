"""Is a filing or licence number of internet information services (ICP) shown on the home page?"""

from crawler.vocabulary import Role
from probes.families.licence_number import licence_number
from probes.pages.operator.licences import ICP

PROBE = licence_number(ICP, Role.HOME)
