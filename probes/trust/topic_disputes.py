"""Do the rules treat disputes and appeals?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
