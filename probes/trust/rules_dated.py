"""Do the agreement and the rules carry a version or an effective date?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.main.listed import list_words
from probes.pages.main.own_title import own_title
from probes.pages.rules.policy import QUOTE, pattern
from probes.pages.rules.rulebook import (
    DocumentKind,
    RuleDocument,
    find_unlabelled_date,
    list_documents,
    list_documents_of,
)
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

ROLES = (Role.AGREEMENT, Role.RULES)
KINDS = (DocumentKind.AGREEMENT, DocumentKind.RULES)


def judge(site: Site, params: Params) -> Answer:
    documents = list_documents(site, ROLES)
    found = [list_documents_of(documents, kind) for kind in KINDS]
    groups = [group for group in found if group]
    if not groups:
        # A page too short to be a document may be all the rules there are.
        lines = ((view, line) for role in ROLES for view in site.all(role) if (line := _hint_date(view, params)))
        return next((_ask_of_date(own_title(view), view, line) for view, line in lines), None) or not_found(
            site, ROLES, "未见协议或规则文本", "no agreement or rules were found", fraction=0.0
        )
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    dated = [next((document for document in group if _stamp(document)), None) for group in groups]
    stamped = [document for document in dated if document is not None]
    if not stamped:
        spoken = next(
            ((document, line) for group in groups for document in group if (line := _hint_date(document.view, params))),
            None,
        )
        if spoken is not None:
            document, line = spoken
            return _ask_of_date(document.title, document.view, line)
        titles = "、".join(dict.fromkeys(f"《{group[0].title}》" for group in groups))
        named = list_words(group[0].title for group in groups)
        return no(
            f"{titles}未注明版本或生效日期",
            f"{named.en}: neither version nor effective date",
            *(evidence_on_page(group[0].view, quote=group[0].title) for group in groups),
            fraction=0.0,
        )
    said_zh = "；".join(f"《{rule.title}》「{_stamp(rule)}」" for rule in stamped)
    said_en = "; ".join(f"“{rule.title}”, “{_stamp(rule)}”" for rule in stamped)
    return yes(
        f"注明了版本或日期：{said_zh}",
        f"version or date is printed: {said_en}",
        *(_evidence(rule) for rule in stamped),
        fraction=len(stamped) / len(groups),
    )


def _hint_date(view: View, params: Params) -> str:
    """A line that may date the text, with a whole date or the year from which it holds; empty without one."""
    year, never = pattern(params.words["year"]), pattern(params.words["year_never"])
    lines = (" ".join(line.split()) for line in view.text.split("\n"))
    yeared = (line for line in lines if year.search(fold_text(line)) and not never.search(fold_text(line)))
    return find_unlabelled_date(view) or clip_quote(next(yeared, ""), QUOTE)


def _ask_of_date(title: str, view: View, line: str) -> Answer:
    return unsure(
        f"《{title}》有日期，但未能确认是否为其版本或生效日期：「{line}」",
        f"“{title}” gives a date, yet whether it is that of its version or effect could not be told: “{line}”",
        evidence_on_page(view, quote=line),
        guess=0.5,
        question=Text(
            "所引日期是否为该文本的版本或生效日期？", "Is the quoted date that of the text's version or effect?"
        ),
    )


def _stamp(document: RuleDocument) -> str:
    return document.dates[0].raw if document.dates else document.version


def _evidence(document: RuleDocument) -> Evidence:
    return evidence_on_page(document.view, quote=_stamp(document))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("year", "year_never"))
