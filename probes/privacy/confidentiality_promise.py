"""Are confidentiality, trade secrets, staff access and breach notices promised?"""

from crawler.vocabulary import Role
from probes.families.policy_item import policy_item

PROBE = policy_item("confidentiality", "trade_secrets", "staff", "breach", also=(Role.AGREEMENT,), least=3)
