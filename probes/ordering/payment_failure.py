"""Is it explained what to do when a payment fails?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("支付失败、重复支付或限额的处理", "what to do when a payment fails")
ROLES = PAY_ROLES


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES, ("failure",))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
