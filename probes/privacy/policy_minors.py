"""Does the policy have rules for minors under fourteen?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("未成年人（未满十四周岁）信息的规则", "rules for minors")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("minors",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
