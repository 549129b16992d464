"""Are recalls or risks of products announced?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import judge_rule, rule_reads

ROLES = (
    Role.RULES,
    Role.HELP,
    Role.AFTER_SALES,
    Role.HOME,
)

SUBJECT = Text("召回或风险公告", "recall or risk notices")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT, roles=ROLES)


PROBE = Probe(reads=rule_reads(ROLES), judge=judge)
