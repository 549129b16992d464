"""Is it said how an account can be cancelled?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("注销账号的方法", "how an account can be cancelled")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        ("cancellation",),
        also=(
            Role.AGREEMENT,
            Role.HELP,
        ),
    )


PROBE = Probe(
    reads=(
        Need(Role.PRIVACY, required=False),
        Need(Role.AGREEMENT, required=False),
        Need(Role.HELP, required=False),
    ),
    judge=judge,
)
