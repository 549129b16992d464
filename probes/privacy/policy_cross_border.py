"""Does the policy say where data are stored and whether they leave the country?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("border")
