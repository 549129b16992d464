"""What a shop says of itself: whole sentences that name no other company and do more than appeal or plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import repeat

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.pages.absence.several import searched_views
from probes.pages.main import headings
from probes.pages.operator.own_pieces import close_gaps, list_sentences
from probes.pages.operator.whose import NAMING, find_stranger, operator_names
from probes.pages.rules.policy import Sentence, pattern
from probes.text import silence
from probes.text.normalise import REMEMBERED, fold_text
from probes.text.numbers import claims, dates
from probes.text.numbers.claims import DATA
from probes.text.remember import per_line, per_view, per_view_and

_WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(words) for name, words in DATA.words.items() if name in ("others", "slogan", "undone", "goods")
}
_LIMITS = DATA.fresh
_END = re.compile(DATA.patterns["last_day"])
_CAMPAIGN = re.compile(DATA.patterns["campaign"])


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """One sentence with its page; ``where`` is the heading above it, the headings over that one, and the page's title."""

    view: View
    sentence: Sentence
    where: str

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def raw(self) -> str:
        return self.sentence.raw


@dataclass(frozen=True, slots=True)
class _OwnReading:
    """All of a page's sentences in the operator's own name, and whether one was passed over because it names another."""

    own: tuple[OwnSentence, ...]
    every: tuple[OwnSentence, ...]
    passed: bool


@per_view_and
def _read(view: View, whose: tuple[frozenset[str], str, str]) -> _OwnReading:
    above = headings.headings_above(view)
    places: dict[str, str] = {}
    every: list[OwnSentence] = []
    strange: set[int] = set()
    passed = False
    for sentence in list_sentences(view):
        heading = sentence.heading
        foreign = _foreign(heading, sentence.raw, whose)
        passed = passed or foreign
        if not _of_shop(heading, sentence.text):
            continue
        if foreign:
            strange.add(len(every))
        if heading not in places:
            places[heading] = fold_text(f"{heading}\n{above.get(heading, '')}\n{view.title}")
        every.append(OwnSentence(view, sentence, places[heading]))
    return _OwnReading(tuple(sentence for at, sentence in enumerate(every) if at not in strange), tuple(every), passed)


@per_line
def _foreign(heading: str, raw: str, whose: tuple[frozenset[str], str, str]) -> bool:
    """Does a sentence or its heading name another company?"""
    own, url, name = whose
    return find_stranger(f"{heading}\n{raw}", own, Platform(url, name)) != ""


@per_line
def _of_shop(heading: str, text: str) -> bool:
    """Is a sentence about the shop, even if in another's name: not about others or goods, and no slogan?"""
    if pattern(_WORDS["others"]).search(f"{heading}\n{text}"):
        return False
    return not (pattern(_WORDS["slogan"]).search(text) or pattern(_WORDS["goods"]).search(text))


def find_told(site: Site, roles: Iterable[Role], *, of_others: bool = False) -> Iterator[OwnSentence]:
    """Sentences on those pages in the operator's own name, page by page; ``of_others`` keeps those that name partners."""
    own = operator_names(site)
    for view in searched_views(site, roles)[0]:
        read = _read(view, (own, site.platform.url, site.platform.name))
        yield from read.every if of_others else read.own


def without_name(text: str, platform: Platform) -> str:
    """The text without the shop's own name, which may hold any word."""
    return _without(text, platform.name)


def _without(text: str, name: str) -> str:
    return text.replace(fold_text(name), "") if len(name) > 1 else text


def is_about(sentence: OwnSentence, words: tuple[str, ...], platform: Platform) -> bool:
    """Does the sentence, its heading or its page's title hold one of the words (the shop's own name aside)?"""
    return silence.line_holds(_nameless(sentence.text, sentence.where, platform.name), words)


@per_line
def _nameless(text: str, where: str, name: str) -> str:
    return _without(f"{text}\n{where}", name)


def is_undone(sentence: OwnSentence) -> bool:
    """Does it say that the thing is only planned, or no longer so?"""
    return _known_undone(sentence.text) if len(sentence.text) <= REMEMBERED else _undone(sentence.text)


def _undone(text: str) -> bool:
    return bool(pattern(_WORDS["undone"]).search(text))


_known_undone = per_line(_undone)  # asked by every probe that reads own words


def statement_day(sentence: OwnSentence, today: date) -> date | None:
    """The latest day that the sentence names, else its heading or title, else the day its page was published; None without any."""
    said = claims.newest_day(sentence.raw, today) or claims.newest_day(sentence.where, today)
    return said or _published(sentence.view)


@per_view
def _published(view: View) -> date | None:
    labelled = [dated.value for dated in dates.find_dates(view.text) if dated.label is not None]
    return max((day for day in labelled if day <= view.at.date()), default=None)


def is_over(sentence: OwnSentence) -> bool:
    """Is it about a campaign that ended before the visit, by its own words or others under the same heading?"""
    return _ended(sentence.raw, sentence.view.at.date()) or sentence.sentence.heading in _ended_headings(sentence.view)


@per_line
def _ended(line: str, today: date) -> bool:
    if not _CAMPAIGN.search(line):
        return False
    found = dates.find_dates(line)
    ends = [day.value for day in found if _END.search(line[: day.start])] or [day.value for day in found[1:]]
    return bool(ends) and max(ends) < today


@per_view
def _ended_headings(view: View) -> frozenset[str]:
    """Headings that name, or have below them, the last day of a campaign that is over."""
    ended: set[str] = set()
    heading, today = "", view.at.date()
    lines = [close_gaps(line) for line in view.text.split("\n")]
    if not any(map(_ended, lines, repeat(today))):  # the usual case
        return frozenset()
    for line in lines:
        folded = fold_text(line).strip()
        if _ended(line, today):
            ended |= {heading, folded} - {""}
        elif folded and len(folded) <= _LIMITS["tile"] and folded[-1] not in "。！!;；,，":
            heading = folded
    return frozenset(ended)


def statement_section(sentence: OwnSentence) -> tuple[str, str]:
    """The key that sentences of one account share: their page and heading."""
    return sentence.view.id, sentence.sentence.heading


def asked_roles(site: Site, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles an answer rests on: pages that only name the operator count where a sentence was passed over as another company's."""
    own, platform = operator_names(site), site.platform
    passed = any(_read(view, (own, platform.url, platform.name)).passed for view in searched_views(site, roles)[0])
    return tuple(dict.fromkeys((*roles, *NAMING))) if passed else roles
