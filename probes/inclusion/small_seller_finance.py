"""Is help with finance or the business model offered to small sellers?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
SUBJECT = Text("面向中小商家的资金与模式支持", "help with finance or the business model")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("finance",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
