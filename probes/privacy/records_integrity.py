"""Is it said that trade records are kept whole, confidential and available?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("交易记录的完整性、保密性与可用性", "that trade records are kept whole, confidential and available")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        ("integrity",),
        also=(
            Role.AGREEMENT,
            Role.RULES,
            Role.HELP,
        ),
    )


PROBE = Probe(
    reads=(
        Need(Role.PRIVACY, required=False),
        Need(Role.AGREEMENT, required=False),
        Need(Role.RULES, required=False),
        Need(Role.HELP, required=False),
    ),
    judge=judge,
)
