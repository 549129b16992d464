"""Do the rules on cancelling cover orders before and after shipment, and virtual goods?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("发货前、发货后及虚拟商品的取消办法", "how to cancel before and after shipment and for virtual goods")


def judge(site: Site, params: Params) -> Answer:
    # Who sells nothing virtual need not say how it is cancelled; who does not say what is sold is asked all.
    virtual = site.platform.profile.get("virtual", True)
    parts = ("before", "after", "virtual") if virtual else ("before", "after")
    return judge_stated(site, params, SUBJECT, ORDER_ROLES, parts, least=1)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ORDER_ROLES), judge=judge)
