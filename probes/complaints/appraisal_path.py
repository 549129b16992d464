"""Is a path for testing or appraisal described?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("质量检测或鉴定途径", "a path for testing or appraisal")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
