"""Does the policy say how its changes are announced?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("政策变更的告知方式", "how changes of the policy are announced")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("notice",))


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
