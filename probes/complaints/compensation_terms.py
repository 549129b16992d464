"""Are conditions, amounts and times of compensation stated?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("赔付的条件、金额和时间", "conditions, amounts and times of compensation")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(
        site,
        params,
        SUBJECT,
        (
            "conditions",
            "amount",
            "time",
        ),
    )


PROBE = Probe(reads=rule_reads(), judge=judge)
