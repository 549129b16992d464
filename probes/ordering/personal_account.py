"""Are buyers never told to pay into a person's own account?"""

from __future__ import annotations

import dataclasses
import re

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.order_items import PAY_ROLES, judge_free_of
from probes.finding import Answer, Outcome, Text, evidence_on_page, no
from probes.pages.absence.several import searched_views
from probes.pages.products.payments import FILE as PAYMENTS
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.remember import per_line

_PAYEE = re.compile(PAYMENTS.load().patterns["payee"])
ROLES = (*PAY_ROLES, Role.PRODUCT, Role.CART)
SUBJECT = Text("向个人账户付款的指引", "an instruction to pay to a person's own account")
ASK = Text(
    "该指引是否要求买家向个人账户或个人收款码付款？", "Does this tell buyers to pay to a person's own account or code?"
)


def judge(site: Site, params: Params) -> Answer:
    answer = judge_free_of(site, params, SUBJECT, ROLES, ASK)
    if answer.outcome is Outcome.NO:
        return answer
    for view in searched_views(site, ROLES)[0]:
        quote = next((said for line in view.text.split("\n") if (said := find_payee(line))), "")
        if quote:
            zh, en = f"疑似{SUBJECT.zh}：「{quote}」", f"this seems to be {SUBJECT.en}: “{quote}”"
            return dataclasses.replace(no(zh, en, evidence_on_page(view, quote=quote)), question=ASK)
    return answer


@per_line
def find_payee(text: str) -> str:
    """The words that ask buyers to pay to a person by name and number (户名：张三，账号 6222…); empty without any.

    A company's account is not a person's: names of more than four characters, or with words of companies, do not
    count.
    """
    match = _PAYEE.search(plain_text(text))
    return match.group() if match else ""


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("about", "bad", "never", "never_under"),
)
