"""Are the carriers named?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("承运物流公司", "the carriers")
PARTS = {
    "rule": Text("承运公司名称", "names of carriers"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
