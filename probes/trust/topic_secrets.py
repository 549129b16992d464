"""Do the rules treat trade secrets and confidentiality?"""

from probes.families.rules_topic import rules_topic

PROBE = rules_topic()
