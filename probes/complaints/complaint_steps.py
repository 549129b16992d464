"""Are the steps from submission over acceptance and handling to feedback described?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("投诉的提交、受理、处理、反馈步骤", "the steps of a complaint")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(
        site,
        params,
        SUBJECT,
        (
            "submit",
            "accept",
            "handle",
            "feedback",
        ),
        least=2,
    )


PROBE = Probe(reads=rule_reads(), judge=judge)
