"""Does cancelling an order take few steps?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES, judge_steps

SUBJECT = Text("取消订单或退款", "cancelling or getting a refund")


def judge(site: Site, params: Params) -> Answer:
    return judge_steps(site, params, SUBJECT, ORDER_ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ORDER_ROLES), judge=judge)
