"""Are results for the countryside given in figures?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_figures, reads

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("乡村振兴成效数据", "figures of the rural support")


def judge(site: Site, params: Params) -> Answer:
    return judge_figures(site, params, SUBJECT, ROLES, least=int(params.limit("least")))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
