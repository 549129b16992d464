"""Do the rules treat credit evaluation?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.topics import ROLES, judge_topic

SUBJECT = Text("信用评价", "credit evaluation")


def judge(site: Site, params: Params) -> Answer:
    return judge_topic(site, params, SUBJECT)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
