"""Are time limits for accepting and settling complaints stated?"""

from probes.families.complaint_rule import complaint_limit

PROBE = complaint_limit()
