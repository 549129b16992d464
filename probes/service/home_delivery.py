"""Is delivery to the door stated, and where?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("送货上门及其范围", "delivery to the door and its area")
PARTS = {
    "door": Text("送货上门", "delivery to the door"),
    "area": Text("配送范围", "the area served"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS, needs=("door",))


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
