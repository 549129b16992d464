"""Are figures on punctual or undamaged delivery published?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import judge_rules, reads

SUBJECT = Text("准时率等配送数据", "figures on punctual delivery")
PARTS = {"rule": Text("准时率、妥投率或破损率", "rates of punctuality or damage")}
ROLES = (Role.DELIVERY, Role.HELP, Role.ABOUT, Role.SOCIAL, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=reads(ROLES), judge=judge)
