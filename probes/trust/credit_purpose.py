"""Is it said that credit data are used for nothing else?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.statements import judge_stated

SUBJECT = Text("信用评价数据不作他用", "that credit data serve no other purpose")
ROLES = (Role.CREDIT, Role.RULES, Role.AGREEMENT, Role.HELP, Role.PRIVACY)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
