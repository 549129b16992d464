"""Does the policy name the third-party SDKs, cookies or similar techniques in use?"""

from probes.families.policy_item import policy_item

PROBE = policy_item("sdk", "none", whole=1)
