"""Do the rules treat how sellers come and go?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.topics import WITH_SELLERS, judge_topic

SUBJECT = Text("商家入驻与退出", "how sellers come and go")


def judge(site: Site, params: Params) -> Answer:
    return judge_topic(site, params, SUBJECT, roles=WITH_SELLERS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in WITH_SELLERS), judge=judge)
