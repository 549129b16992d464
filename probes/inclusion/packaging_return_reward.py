"""Is there a reward for giving packaging back?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
SUBJECT = Text("包装回收奖励", "a reward for packaging given back")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("reward",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
