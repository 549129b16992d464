"""Is the rule on buyers' levels public?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.statements import judge_stated

SUBJECT = Text("买家等级（信用）规则", "the rule on buyers' levels")
ROLES = (Role.MEMBER, Role.CREDIT, Role.RULES, Role.HELP, Role.AGREEMENT)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
