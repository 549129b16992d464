"""Are results or dates of the support for small sellers at most two years old?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_figures, reads

ROLES = (Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
SUBJECT = Text("扶持中小商家的成效数据", "figures of the support for small sellers")


def judge(site: Site, params: Params) -> Answer:
    return judge_figures(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
