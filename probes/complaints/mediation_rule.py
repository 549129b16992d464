"""Is there a rule on mediation or the platform stepping in?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
