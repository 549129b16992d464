"""Does the policy say for which purposes personal data are collected and used?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("purposes")
