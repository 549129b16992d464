"""Are open source, papers or spending on research published?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement((Role.ABOUT, Role.SOCIAL, Role.HOME), "open_source", "paper", "spending", whole=1)
