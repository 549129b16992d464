"""Do the rules treat complaints and reports?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
