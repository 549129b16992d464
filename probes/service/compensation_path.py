"""Is compensation promised, and how it is come by?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads

SUBJECT = Text("赔付承诺与办法", "compensation and the way to it")
PARTS = {
    "measure": Text("赔付承诺（假一赔N、先行赔付、破损包赔等）", "a compensation promise"),
    "way": Text("赔付如何申请或发放", "how compensation is asked for or paid"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS, needs=("measure",))


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
