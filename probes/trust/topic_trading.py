"""Do the rules treat ordering and paying?"""

from crawler.vocabulary import Role
from probes.families.rules_topic import rules_topic

PROBE = rules_topic(aside=Role.PRIVACY)  # a policy tells what data an order and a payment leave
