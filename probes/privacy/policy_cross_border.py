"""Does the policy say where data are stored and whether they leave the country?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("存储地点及是否出境", "where data are stored and whether they leave the country")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("border",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
