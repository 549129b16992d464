"""Is the complainant promised feedback?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
