"""What a shop says of itself: whole sentences that name no other company and do more than appeal or plan."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import repeat

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.pages.absence.several import searched_views
from probes.pages.main import headings, table_rows
from probes.pages.operator.whose import NAMING, find_stranger, operator_names
from probes.pages.rules import policy
from probes.pages.rules.policy import Sentence, pattern
from probes.text import silence
from probes.text.contents import without_contents
from probes.text.normalise import REMEMBERED, fold_text
from probes.text.numbers import claims, dates, identifiers
from probes.text.numbers.claims import DATA
from probes.text.remember import per_line, per_view, per_view_and

_WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(words) for name, words in DATA.words.items() if name in ("others", "slogan", "undone", "goods")
}
_LIMITS = DATA.fresh
_PIECE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLANK = r"[ \u00a0\u2009\u202f\u3000]"  # before a unit it makes pieces, and many pieces look like a heap of keywords
_GAP = re.compile(rf"(?<=[0-9０-９%％]){_BLANK}(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]){_BLANK}(?=[0-9０-９])")
_END = re.compile(DATA.patterns["last_day"])
_STOPS = tuple("。！!；;")
_CLOSED = re.compile(r"[。～~]$|^[^:：。,，]{2,12}[:：][^:：]{4}")
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


@per_view
def _sentences(view: View) -> tuple[Sentence, ...]:
    """Whole sentences of text and pictures, and pieces with a figure or number, which state something without being sentences."""
    found: list[Sentence] = []
    rows = table_rows.table_rows(view)
    cells = frozenset(fold_text(said).strip() for row in rows for _, said in row.cells)
    marked = frozenset(headings.headings_above(view))
    for text in (view.text, *(element.ocr for element in view.elements if element.seen and element.ocr)):
        written: dict[str, str] = {}
        closed = []
        for line in without_contents(text).split("\n"):
            close, pieces = _written(line)
            written.update(pieces)
            closed.append(close)
        said = policy.split_sentences("\n".join(closed))
        whole = {_tight(sentence.raw) for sentence in said}
        said += tuple(piece for piece in _pieces(closed, marked, cells) if _tight(piece.raw) not in whole)
        for sentence in said:
            raw = written.get(_tight(sentence.raw), sentence.raw)
            found.append(sentence if raw == sentence.raw else dataclasses.replace(sentence, raw=raw))
    lines = ((row, _GAP.sub("", row.text)) for row in rows)
    found += (Sentence(fold_text(line), row.text, fold_text(row.heading)) for row, line in lines if _row(line))
    return tuple(found)


@per_line
def _written(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A line with its gaps closed, and its pieces as written, each keyed by its text without blanks."""
    pieces = tuple((_tight(piece), " ".join(piece.split())) for piece in _PIECE.findall(line))
    return _GAP.sub("", line), pieces


def _row(line: str) -> bool:
    """Does a table row state something: a figure, a number, or a cell that is a sentence?"""
    return len(line) <= _LIMITS["listed"] and (_telling(line) or bool(policy.split_sentences(line)))


@per_line
def _tight(text: str) -> str:
    return "".join(text.split())


def _pieces(text: Iterable[str], marked: frozenset[str], cells: frozenset[str]) -> Iterator[Sentence]:
    """Pieces that state something, each under the last heading above.

    These are pieces with a figure (with the label beside it) or a number, and statements ended by a full stop.
    ``marked`` are the page's headings, ``cells`` the lines that are table cells, which are read by rows.
    """
    lines = [read for character in text if (read := _line(character)).said]
    heading, tile = "", False
    for index, here in enumerate(lines):
        line = here.said
        if line in marked:
            heading, tile = line, False
            continue
        if line in cells:
            tile = False
            continue
        if not here.pieces:
            if len(line) <= _LIMITS["tile"] and line[-1] not in "。！!;；,，" and not tile:
                heading = line
            tile = False
            continue
        tile = len(line) <= _LIMITS["tile"] and _telling(line)
        beside = (
            lines[index + 1].raw.strip()
            if index + 1 < len(lines) and len(lines[index + 1].said) <= _LIMITS["label"]
            else ""
        )
        for piece, alone in here.pieces:
            # A bare figure has its label below it; below a sentence stands the next heading.
            said = piece if alone or not beside or piece.endswith(_STOPS) else f"{beside} {piece}"
            yield Sentence(fold_text(said), said, heading)


@dataclass(frozen=True, slots=True)
class _OwnLine:
    """A line as written and folded, with those of its pieces that state something, each with whether it needs no label."""

    raw: str
    said: str
    pieces: tuple[tuple[str, bool], ...]


@per_line
def _line(raw: str) -> _OwnLine:
    pieces = tuple(
        (said, len(_HAN.findall(said)) > _LIMITS["unit"] or bool(identifiers.find_identifiers(said, year=9999)))
        for piece in _PIECE.findall(raw)
        if _telling(piece) or _closed(piece.strip())
        for said in (piece.strip(),)
    )
    return _OwnLine(raw, fold_text(raw).strip(), pieces)


def _closed(said: str) -> bool:
    """A statement told by its end or label although it has no function words (面单全部电子化。 佣金：全免), and no heap of keywords."""
    fits = _LIMITS["closed"] <= len(said) <= _LIMITS["listed"]
    return fits and _CLOSED.search(said) is not None and not policy.is_heap(said)


def _telling(piece: str) -> bool:
    return len(piece) <= _LIMITS["listed"] and bool(
        claims.find_figures(piece) or identifiers.find_identifiers(piece, year=9999)
    )


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
    for sentence in _sentences(view):
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
    lines = [_written(line)[0] for line in view.text.split("\n")]
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
