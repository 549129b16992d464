"""Is compensation promised for late, damaged or wrong deliveries?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("晚到、破损等配送赔付承诺", "compensation for late or damaged deliveries")
PARTS = {
    "late": Text("晚到或延迟发货赔付", "late delivery"),
    "damage": Text("破损包赔", "damage"),
    "wrong": Text("少件、错发处理", "missing or wrong goods"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
