"""Is a path for testing or appraisal described?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
