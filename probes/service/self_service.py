"""Can a return be asked for online, and is it described how?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads

SUBJECT = Text("在线自助申请售后", "asking for after-sales service online")
PARTS = {
    "rule": Text("在线自助申请", "asking online"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS)


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
