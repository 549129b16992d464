"""Are freight and the threshold of free shipping stated?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("运费标准与包邮条件", "freight and free shipping")
PARTS = {
    "standard": Text("运费标准", "the freight"),
    "threshold": Text("包邮条件", "when shipping is free"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
