"""Is the complainant promised feedback?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("向投诉人反馈结果的承诺", "a promise of feedback to the complainant")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
