"""Is a rule on handling complaints public?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
