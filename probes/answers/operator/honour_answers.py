"""Answers about certificates and honours where none is shown, all have expired, or some may be hidden."""

from __future__ import annotations

import dataclasses
from datetime import date

from crawler.site import Element, Site, View
from probes.answers.own_answers import answer_nothing_stated, answer_own_unseen, own_pages_needed
from probes.finding import Answer, Outcome, Text, evidence_on_page, in_part, not_applicable, unsure
from probes.pages.absence.several import searched_views
from probes.pages.absence.unread import is_blind
from probes.pages.layout.named_pictures import names_paper
from probes.pages.operator.honours import ROLES, Honour
from probes.pages.operator.uncounted_titles import find_uncounted_title, sounds_like_item
from probes.pages.rules import policy
from probes.probe import Need
from probes.text.normalise import normalise_text
from probes.text.ranking import clip_quote
from probes.text.remember import per_view


def answer_run_out(found: tuple[Honour, ...], today: date) -> Answer | None:
    """UNSURE, quoting one item, where all of them have expired, as an assessor confirms that; None where one has not."""
    if any(not honour.expired(today) for honour in found):
        return None
    quote = clip_quote(found[0].raw, 160)
    return unsure(
        f"所示资质均已过期：「{quote}」",
        f"all that is shown has run out: “{quote}”",
        *(honour.evidence for honour in found[:10]),
        guess=0.0,
        question=Text(
            f"请核对所示之处，所示资质是否均已过期：「{quote}」？",
            f"Please look at what is shown: has all of it run out: “{quote}”?",
        ),
    )


def list_honours(found: tuple[Honour, ...]) -> tuple[str, ...]:
    """Each item in one line, for the assessor's list."""
    return tuple(" · ".join(part for part in _parts(honour) if part) for honour in found)


def _parts(honour: Honour) -> tuple[str, ...]:
    numbers = ", ".join(number.normalised for number in honour.numbers)
    given, until = str(honour.given or ""), f"至 {honour.until}" if honour.until else ""
    return honour.words.zh, clip_quote(honour.raw, 60), honour.issuer, numbers, given, until, honour.holder


def answer_none_shown(site: Site) -> Answer:
    """The answer where no item is shown: NO by absence if all pages were looked at, and no picture that nobody could read is called one."""
    left = describe_uncounted(site)
    answer = answer_nothing_stated(
        site,
        ROLES,
        Text(
            f"资质荣誉{left.zh}",
            f"a certificate or honour that counts{left.en}" if left.en else "a certificate or honour",
        ),
    )
    papers = ((view, one) for view in searched_views(site, ROLES)[0] if (one := _unread_paper(view)) is not None)
    view, paper = next(papers, (None, None)) if answer.outcome is Outcome.NO else (None, None)
    if view is None or paper is None:
        return answer
    quote = clip_quote(paper.name, 60)
    return unsure(
        f"{answer.because.zh}；但有名为「{quote}」的图片，没有识别出其中的文字",
        f"{answer.because.en}; but a picture is called “{quote}”, and its words were not read",
        evidence_on_page(view, paper),
    )


@per_view
def _unread_paper(view: View) -> Element | None:
    return next((one for one in view.elements if names_paper(one)), None)


def describe_uncounted(site: Site) -> Text:
    """What to add where the shop shows a title that is not counted, so that nobody takes it for overlooked; empty without one."""
    found = find_uncounted_title(site)
    if found is None:
        return Text("", "")
    quote = clip_quote(found[1], 60)
    return Text(
        f"（诚信、信用一类称号不计：「{quote}」）", f" (titles of honesty or credit are not counted: “{quote}”)"
    )


def answer_moot(site: Site) -> Answer:
    """NOT_APPLICABLE where it is certain that no item is shown; else the answer of ``none_shown``."""
    answer = answer_none_shown(site)
    if answer.outcome is not Outcome.NO:
        return answer
    return dataclasses.replace(not_applicable(answer.because.zh, answer.because.en), by_absence=True)


def settle_honours(site: Site, answer: Answer, question: Text) -> Answer:
    """The answer, unless pages that may show more items were hidden, or pictures on the pages seen were not read."""
    unread = any(is_blind(view) for view in searched_views(site, ROLES[:2])[0])
    blind = answer_own_unseen(site, ROLES)
    if blind is not None or not unread or answer.outcome is not Outcome.YES:
        return blind or _may_be_more(site, in_part(answer))
    why = Text(f"{answer.because.zh}；另有图片未能读出", f"{answer.because.en}; pictures were left unread")
    return unsure(why.zh, why.en, *answer.evidence, guess=answer.fraction, question=question, values=answer.values)


def _may_be_more(site: Site, answer: Answer) -> Answer:
    """The answer, which may earn the rest where a sentence that it does not quote sounds like a further item."""
    if answer.outcome is not Outcome.YES or answer.fraction in (None, 1.0):
        return answer
    quoted = tuple("".join(piece.quote.split()) for piece in answer.evidence if piece.quote)
    for view in searched_views(site, ROLES[:2])[0]:
        for said in policy.split_sentences(view.text):
            bare = "".join(normalise_text(said.raw).text.split())
            if sounds_like_item(said.raw) and not any(bare in quote or quote in bare for quote in quoted):
                return dataclasses.replace(answer, ceiling=1.0)
    return answer


def answer_no_seal(site: Site) -> Answer:
    """The answer where no link to an issuer of a certificate was found."""
    return answer_nothing_stated(site, ROLES, Text("链接到颁发机构的标识", "a seal that links to its issuer"))


def reads_honours() -> tuple[Need, ...]:
    """The pages read by a probe that judges honours."""
    return own_pages_needed(*ROLES)
