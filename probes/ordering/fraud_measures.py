"""Are measures against fraud described?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("防范交易欺诈的措施", "measures against fraud")
# A centre for safety is often one of service.
ROLES = (*PAY_ROLES, Role.SERVICE)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(
        site,
        params,
        SUBJECT,
        ROLES,
        (
            "identity",
            "password",
            "verification",
            "watching",
            "escrow",
        ),
        least=1,
        whole=2,
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
