"""Does the platform step in when a seller does not answer?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_rules, reads

SUBJECT = Text("商家逾期不处理时平台介入", "the platform stepping in when a seller is silent")
PARTS = {
    "rule": Text("平台介入或超时自动处理", "stepping in or automatic settlement"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS)


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
