"""Is it explained how to get an invoice or a receipt?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("发票或收据的获取办法", "how to get an invoice or a receipt")
ROLES = (*PAY_ROLES, Role.AFTER_SALES)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES, ("rule",))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
