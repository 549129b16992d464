"""Are repair, replacement, return and damages promised for defects?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import RULE_ROLES, judge_rule

SUBJECT = Text("质量问题的修理、更换、退货与赔偿", "repair, replacement, return and damages for defects")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(
        site,
        params,
        SUBJECT,
        (
            "remedies",
            "damages",
        ),
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in RULE_ROLES), judge=judge)
