"""Are 12315, a consumer association, arbitration or a court named as further ways to complain?"""

from probes.families.complaint_rule import complaint_rule

PROBE = complaint_rule()
