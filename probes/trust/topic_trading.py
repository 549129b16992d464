"""Do the rules treat ordering and paying?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
