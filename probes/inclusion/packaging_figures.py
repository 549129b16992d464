"""Are figures on packaging given that are at most two years old?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_figures, reads

ROLES = (Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
SUBJECT = Text("包装减量数据", "figures on less packaging")


def judge(site: Site, params: Params) -> Answer:
    return judge_figures(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
