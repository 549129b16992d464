"""Are there rules on exchange and on repair or warranty?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads

SUBJECT = Text("换货与保修（三包）规则", "rules on exchange and repair")
PARTS = {
    "exchange": Text("换货", "exchange"),
    "repair": Text("保修或维修", "warranty or repair"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS)


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
