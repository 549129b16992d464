"""Is the delivery record kept and viewable afterwards?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("配送记录的保存与查看", "keeping the delivery record")
PARTS = {
    "rule": Text("配送记录保存", "a kept record"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
