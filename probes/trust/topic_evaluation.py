"""Do the rules treat credit evaluation?"""

from crawler.vocabulary import Role
from probes.families.rules_topic import rules_topic

PROBE = rules_topic(own=Role.CREDIT)
