"""Are complaints handled by levels of urgency?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
