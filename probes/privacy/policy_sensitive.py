"""Does the policy treat sensitive personal data apart: necessity or impact, and separate consent?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("敏感个人信息的处理规则与单独同意", "rules for sensitive personal data and separate consent")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "rules",
            "consent",
        ),
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
