"""Are buyers told the result of their after-sales request?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import judge_rules, reads

SUBJECT = Text("售后处理结果的反馈", "telling buyers the result of their request")
PARTS = {"rule": Text("结果通知或回访", "a notice of the result or a call back")}
ROLES = (Role.AFTER_SALES, Role.HELP, Role.RULES, Role.SERVICE, Role.COMPLAINT)


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=reads(ROLES), judge=judge)
