"""Does the policy say with whom personal data are shared?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("共享、转让、公开披露个人信息的对象与规则", "with whom personal data are shared")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("sharing",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
