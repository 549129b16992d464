"""Does the policy say which kinds of personal data are collected?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("收集的个人信息种类", "the kinds of personal data collected")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("kinds",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
