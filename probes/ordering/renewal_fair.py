"""Are automatic renewal and password-free payment opt-in, announced, and easy to end?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.statements import judge_stated
from probes.finding import Answer, Outcome, Text, evidence_on_page, no, not_applicable, unsure
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.products.extras import find_extras
from probes.pages.rules.policy import find_statement, pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

SUBJECT = Text(
    "免密支付、先用后付或自动续费的自愿选择、提醒与取消办法", "free choice, notice and an end of automatic payments"
)
ROLES = (Role.MEMBER, Role.PAYMENT, Role.HELP, Role.PRODUCT, Role.AGREEMENT, Role.RULES)
PARTS = ("choice", "reminder", "ending")
ASK = Text("免密支付或自动续费是否默认开通？", "Is payment without a password or renewal switched on by default?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    for view in views:
        for extra in find_extras(view):
            if extra.lasting and extra.ticked:
                zh, en = f"默认勾选：「{extra.words}」", f"ticked by default: “{extra.words}”"
                evidence = evidence_on_page(view, extra.box, extra.words)
                return no(zh, en, evidence) if extra.sure else unsure(zh, en, evidence, guess=0.0, question=ASK)
        bad = find_statement(split_sentences(view.text), params.words["default"], never=params.words["default_never"])
        if bad is not None:
            quote = clip_quote(bad.raw, 120)
            zh, en = f"疑似默认开通：「{quote}」", f"switched on by default, it seems: “{quote}”"
            return unsure(zh, en, evidence_on_page(view, quote=quote), guess=0.0, question=ASK)
    offered = pattern(params.words["near"])
    if not any(offered.search(fold_text(view.text)) for view in views):
        zh, en = "未见免密支付、先用后付或自动续费", "no payment without a password and no renewal was seen"
        answer = answer_hidden(site, ROLES) or not_found(site, ROLES, zh, en, where=AnswerPlace.ALIKE)
        return not_applicable(zh, en, *answer.evidence[:2]) if answer.outcome is Outcome.NO else answer
    answer = judge_stated(site, params, SUBJECT, ROLES, PARTS, least=1)
    return dataclasses.replace(answer, question=ASK) if answer.outcome is Outcome.UNSURE else answer


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=(
        "chapter",
        "near",
        "choice",
        "reminder",
        "ending",
        "ending_never",
        "default",
        "default_never",
        "reminder_never",
    ),
)
