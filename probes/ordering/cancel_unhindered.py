"""Is cancelling free of unreasonable obstacles?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES, judge_free_of

ROLES = (*ORDER_ROLES, Role.PRODUCT)
SUBJECT = Text("不合理的取消障碍", "an unreasonable obstacle to cancelling")
ASK = Text(
    "该规定是否构成取消订单的不合理障碍（只能电话取消、未发货仍收费等）？",
    "Is this an unreasonable obstacle to cancelling (by phone only, a fee before shipment)?",
)


def judge(site: Site, params: Params) -> Answer:
    return judge_free_of(site, params, SUBJECT, ROLES, ASK)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
