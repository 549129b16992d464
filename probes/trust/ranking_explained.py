"""Is it explained how search results are ranked?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.statements import judge_stated

SUBJECT = Text("搜索结果的排序规则", "how search results are ranked")
ROLES = (Role.RULES, Role.HELP, Role.AGREEMENT, Role.SEARCH, Role.LIST)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
