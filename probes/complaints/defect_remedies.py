"""Are repair, replacement, return and damages promised for defects?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

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


PROBE = Probe(reads=rule_reads(), judge=judge)
