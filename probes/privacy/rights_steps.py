"""Does the policy describe by which steps the rights are used?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("行使权利的具体步骤", "the steps by which rights are used")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(site, params, SUBJECT, ("steps", "request"), also=(Role.HELP,), whole=1)


PROBE = Probe(
    reads=(
        Need(Role.PRIVACY, required=False),
        Need(Role.HELP, required=False),
    ),
    judge=judge,
)
