"""Are proofs of payment provided, and kept for three years?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("支付凭证与记录保存查询", "proofs of payment and how long they are kept")
ROLES = (*PAY_ROLES, Role.AFTER_SALES, Role.SERVICE)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(
        site,
        params,
        SUBJECT,
        ROLES,
        (
            "proof",
            "kept",
        ),
        least=1,
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
