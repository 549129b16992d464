"""Is a rule on handling complaints public?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("投诉处理规则", "a rule on handling complaints")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
