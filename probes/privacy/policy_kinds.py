"""Does the policy say which kinds of personal data are collected?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("kinds")
