"""Do product pages show where goods ship from and what that costs?"""

from probes.families.service_rule import shipping_detail

PROBE = shipping_detail("origin", "fee", needs=("fee",))
