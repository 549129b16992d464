"""Is it stated how soon a complaint is settled?"""

from probes.families.complaint_rule import complaint_limit

PROBE = complaint_limit()
