"""Does no page tell buyers to pay to a person's own account?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES, judge_free_of

ROLES = (*PAY_ROLES, Role.PRODUCT, Role.CART)
SUBJECT = Text("向个人账户付款的指引", "an instruction to pay to a person's own account")
ASK = Text(
    "该指引是否要求买家向个人账户或个人收款码付款？", "Does this tell buyers to pay to a person's own account or code?"
)


def judge(site: Site, params: Params) -> Answer:
    return judge_free_of(site, params, SUBJECT, ROLES, ASK)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
