"""Do the rules treat how sellers join and leave?"""

from crawler.vocabulary import Role
from probes.answers.topics import WITH_SELLERS
from probes.families.rules_topic import rules_topic

PROBE = rules_topic(WITH_SELLERS, own=Role.SELLER)
