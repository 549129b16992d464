"""Does the policy grant access, copies, correction, deletion and withdrawal of consent?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.policy_items import judge_item

SUBJECT = Text("查阅、复制、更正、删除和撤回同意的权利", "the rights to access, copy, correct, delete and withdraw")


def judge(site: Site, params: Params) -> Answer:
    return judge_item(
        site,
        params,
        SUBJECT,
        (
            "access",
            "copy",
            "correct",
            "delete",
            "withdraw",
        ),
        least=2,
    )


PROBE = Probe(reads=(Need(Role.PRIVACY),), judge=judge)
