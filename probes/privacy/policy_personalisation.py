"""Does the policy explain automated decisions and how personalised recommendation is switched off?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text(
    "自动化决策及关闭个性化推荐的方式", "automated decisions and how to switch personalised recommendation off"
)


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "explained",
            "switch",
        ),
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
