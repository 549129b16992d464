"""Are 12315, a consumer association, arbitration or a court named as ways on?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("12315、消费者协会、仲裁或诉讼等后续途径", "a way on such as 12315, arbitration or court")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
