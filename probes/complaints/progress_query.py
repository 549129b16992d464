"""Can buyers query the progress of a complaint?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
