"""Are open source, papers or spending on research published?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME)
SUBJECT = Text("开源、论文或研发投入", "open source, papers or spending on research")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("open_source", "paper", "spending"), whole=1)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
