"""Does no page tell buyers to pay to a person's own account?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, no, shown
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES, judge_free_of
from probes.reading.payments import payee
from probes.reading.several import searched

ROLES = (*PAY_ROLES, Role.PRODUCT, Role.CART)
SUBJECT = Text("向个人账户付款的指引", "an instruction to pay to a person's own account")
ASK = Text(
    "该指引是否要求买家向个人账户或个人收款码付款？", "Does this tell buyers to pay to a person's own account or code?"
)


def judge(site: Site, params: Params) -> Answer:
    answer = judge_free_of(site, params, SUBJECT, ROLES, ASK)
    if answer.outcome is Outcome.NO:
        return answer
    for view in searched(site, ROLES)[0]:
        quote = next((said for line in view.text.split("\n") if (said := payee(line))), "")
        if quote:
            zh, en = f"疑似{SUBJECT.zh}：「{quote}」", f"this seems to be {SUBJECT.en}: “{quote}”"
            return dataclasses.replace(no(zh, en, shown(view, quote=quote)), question=ASK)
    return answer


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
