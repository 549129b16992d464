"""Is a scheme to take back packaging described?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
SUBJECT = Text("包装回收计划", "a scheme to take packaging back")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("scheme",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
