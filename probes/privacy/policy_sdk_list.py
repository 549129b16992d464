"""Does the policy name the third-party SDKs, cookies or like techniques in use?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("第三方 SDK、Cookie 等技术的使用", "third-party SDKs, cookies or like techniques")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "sdk",
            "none",
        ),
        whole=1,
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
