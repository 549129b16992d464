"""Are confidentiality, trade secrets, staff access and breach notices promised?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text(
    "信息保密承诺（保密、商业秘密、人员权限、泄露告知）",
    "promises on confidentiality, trade secrets, staff access and breaches",
)


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "confidentiality",
            "trade_secrets",
            "staff",
            "breach",
        ),
        also=(Role.AGREEMENT,),
    )


PROBE = Probe(
    reads=(
        Need(Role.PRIVACY, required=False),
        Need(Role.AGREEMENT, required=False),
    ),
    judge=judge,
)
