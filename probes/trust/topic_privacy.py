"""Do the rules treat personal information?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
