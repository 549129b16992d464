"""Are repair, replacement, return and damages promised for defects?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule("remedies", "damages")
