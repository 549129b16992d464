"""Does the policy say how long personal data are kept, or how that is fixed?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("个人信息保存期限", "how long personal data are kept")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "period",
            "rule",
        ),
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
