"""Do product pages promise when goods arrive?"""

from probes.families.service_rule import shipping_detail

PROBE = shipping_detail("rule")
