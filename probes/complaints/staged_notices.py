"""Are notices at the stages of a complaint described?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("投诉各阶段的告知", "notices at the stages of a complaint")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT, ("rule", "result"), whole=1, needs=("rule",))


PROBE = Probe(reads=rule_reads(), judge=judge)
