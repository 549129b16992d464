"""Are measures for the countryside stated: training, local industry, logistics, brands, live selling?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("乡村振兴举措", "measures for rural revitalisation")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("training", "industry", "logistics", "brand", "live"), whole=2)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
