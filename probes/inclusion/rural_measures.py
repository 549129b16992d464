"""Are measures for the countryside stated: training, local industry, logistics, brands, live selling?"""

from crawler.vocabulary import Role
from probes.families.own_claim import own_statement

PROBE = own_statement(
    (Role.SOCIAL, Role.ABOUT, Role.HOME), "training", "industry", "logistics", "brand", "live", whole=2
)
