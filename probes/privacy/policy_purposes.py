"""Does the policy say for which purposes personal data are collected and used?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("收集使用个人信息的目的", "the purposes of collecting and using personal data")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("purposes",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
