"""Can the progress of a return or repair be queried?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads

SUBJECT = Text("售后进度查询", "a way to query the progress of after-sales requests")
PARTS = {
    "rule": Text("进度查询", "progress"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS)


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
