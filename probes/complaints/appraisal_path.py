"""Is a path for testing or appraisal described?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import RULE_ROLES, judge_rule

SUBJECT = Text("质量检测或鉴定途径", "a path for testing or appraisal")


def judge(site: Site, params: Params) -> Answer:
    return judge_rule(site, params, SUBJECT)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in RULE_ROLES), judge=judge)
