"""Do the rules treat disputes and appeals?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.topics import ROLES, judge_topic

SUBJECT = Text("争议解决与申诉", "disputes and appeals")


def judge(site: Site, params: Params) -> Answer:
    return judge_topic(site, params, SUBJECT)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
