"""Is it said that an order can be checked and corrected before it is sent?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("提交前可核对和更正订单", "that an order can be corrected before it is sent")
ROLES = (*ORDER_ROLES, Role.CART)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES, ("rule",))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
