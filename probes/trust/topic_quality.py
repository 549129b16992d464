"""Do the rules treat quality and prohibited goods?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
