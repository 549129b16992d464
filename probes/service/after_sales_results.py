"""Are figures on the results of after-sales service published?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import judge_rules, reads

SUBJECT = Text("售后结果数据", "figures on after-sales results")
PARTS = {"rule": Text("满意度、解决率或结案率", "satisfaction or closed-case rates")}
ROLES = (Role.AFTER_SALES, Role.HELP, Role.SERVICE, Role.COMPLAINT, Role.ABOUT, Role.SOCIAL)


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=reads(ROLES), judge=judge)
