"""Are buyers notified of the stages of delivery?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("配送进展通知", "notices on delivery")
PARTS = {
    "rule": Text("短信、站内信等通知", "notices"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
