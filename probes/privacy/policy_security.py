"""Does the policy promise security measures or confidentiality?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("个人信息安全保护措施", "security measures")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("security",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
