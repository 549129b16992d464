"""Are degradable or slim tape, or electronic waybills in use?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.DELIVERY, Role.RULES, Role.HELP, Role.ABOUT, Role.SELLER)
SUBJECT = Text("环保包材或电子面单", "greener materials or electronic waybills")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("materials",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
