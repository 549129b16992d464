"""By how many ways can a buyer cancel an order?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("取消订单的途径", "ways to cancel an order")
ROLES = ORDER_ROLES


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(
        site,
        params,
        SUBJECT,
        ROLES,
        (
            "self_service",
            "service",
            "phone",
            "refuse",
        ),
        least=1,
        whole=2,
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
