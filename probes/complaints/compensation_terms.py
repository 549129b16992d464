"""Are conditions, amounts and times of compensation stated?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule("conditions", "amount", "time")
