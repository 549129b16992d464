"""Does a rule say what evidence is needed and how liability is found?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

SUBJECT = Text("举证和判责规则", "a rule on evidence and liability")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
