"""Is there a public academy or training for sellers?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
SUBJECT = Text("商家培训", "training for sellers")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("academy",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
