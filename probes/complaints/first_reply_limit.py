"""Is a first reply within three days promised?"""

from probes.families.complaint_rule import complaint_limit

PROBE = complaint_limit()
