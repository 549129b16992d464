"""Are compensation measures published?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
