"""Do the rules treat ordering and paying?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.topics import ROLES, judge_topic

SUBJECT = Text("下单、成交与支付", "ordering and paying")


def judge(site: Site, params: Params) -> Answer:
    return judge_topic(site, params, SUBJECT)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
