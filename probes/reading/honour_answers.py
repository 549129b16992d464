"""Answers about certificates and honours: what may be said where none is shown, all have run out, or some may be hidden."""

from __future__ import annotations

import dataclasses
from datetime import date

from crawler.site import Site
from probes.finding import Answer, Outcome, Text, in_part, no, not_applicable, unsure
from probes.pages.unread import is_blind
from probes.probe import Need
from probes.reading.honours import ROLES, Honour
from probes.reading.own_answers import nothing, reads, unseen
from probes.reading.several import searched
from probes.text.ranking import clip


def run_out(found: tuple[Honour, ...], today: date) -> Answer | None:
    """NO, with an item quoted, where all of them have run out; None where one has not."""
    if any(not each.expired(today) for each in found):
        return None
    quote = clip(found[0].raw, 160)
    return no(
        f"所示资质均已过期：「{quote}」",
        f"all that is shown has run out: “{quote}”",
        *(each.evidence for each in found[:10]),
        fraction=0.0,
    )


def listed(found: tuple[Honour, ...]) -> tuple[str, ...]:
    """Each item in one line, for the assessor's list."""
    return tuple(" · ".join(part for part in _parts(each) if part) for each in found)


def _parts(each: Honour) -> tuple[str, ...]:
    numbers = ", ".join(number.normalised for number in each.numbers)
    given, until = str(each.given or ""), f"至 {each.until}" if each.until else ""
    return each.words.zh, clip(each.raw, 60), each.issuer, numbers, given, until, each.holder


def none_shown(site: Site) -> Answer:
    """What may be said where no item is shown: by absence where all pages were looked at."""
    return nothing(site, ROLES, Text("资质荣誉", "a certificate or honour"))


def moot(site: Site) -> Answer:
    """No item, no question: only where it is sure that there is none."""
    answer = none_shown(site)
    if answer.outcome is not Outcome.NO:
        return answer
    return dataclasses.replace(not_applicable(answer.because.zh, answer.because.en), by_absence=True)


def settled(site: Site, answer: Answer, question: Text) -> Answer:
    """The answer, unless pages that may show more items were hidden, or pictures on those seen were left unread."""
    unread = any(is_blind(view) for view in searched(site, ROLES[:2])[0])
    blind = unseen(site, ROLES)
    if blind is not None or not unread or answer.outcome is not Outcome.YES:
        return blind or in_part(answer)
    why = Text(f"{answer.because.zh}；另有图片未能读出", f"{answer.because.en}; pictures were left unread")
    return unsure(why.zh, why.en, *answer.evidence, guess=answer.fraction, question=question, values=answer.values)


def no_seal(site: Site) -> Answer:
    return nothing(site, ROLES, Text("链接到颁发机构的标识", "a seal that links to its issuer"))


def reads_honours() -> tuple[Need, ...]:
    return reads(*ROLES)
