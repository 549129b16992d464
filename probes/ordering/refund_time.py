"""Are the time and the route of a refund stated?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("退款到账时间与退回途径", "time and route of a refund")
ROLES = (*ORDER_ROLES, Role.PAYMENT)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(
        site,
        params,
        SUBJECT,
        ROLES,
        (
            "time",
            "route",
        ),
        least=1,
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
