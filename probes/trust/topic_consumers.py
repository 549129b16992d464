"""Do the rules treat consumers' rights?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
