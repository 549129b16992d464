"""Does the help describe in few steps how to pay?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES, judge_steps

SUBJECT = Text("支付", "paying")


def judge(site: Site, params: Params) -> Answer:
    return judge_steps(site, params, SUBJECT, PAY_ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in PAY_ROLES), judge=judge)
