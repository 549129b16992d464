"""Is there a policy for small sellers: lower fees or deposits, traffic?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SELLER, Role.RULES, Role.ABOUT, Role.SOCIAL, Role.HELP)
SUBJECT = Text("面向中小商家的扶持政策", "a policy for small sellers")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("policy",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
