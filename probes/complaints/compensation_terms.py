"""Are conditions, amounts and times of compensation stated?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import RULE_ROLES, judge_rule

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


PROBE = Probe(reads=tuple(Need(role, required=False) for role in RULE_ROLES), judge=judge)
