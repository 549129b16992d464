"""Are the steps from submission over acceptance and handling to feedback described?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule("submit", "accept", "handle", "feedback", least=2)
