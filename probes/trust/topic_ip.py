"""Do the rules treat intellectual property?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
