"""Are notices at the stages of a complaint described?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule("rule", "result", whole=1, needs=("rule",))
