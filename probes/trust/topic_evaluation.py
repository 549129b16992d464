"""Do the rules treat credit evaluation?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
