"""What a shop says of itself: whole sentences of its pages that name no other company and do more than call or plan."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import repeat

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.reading import claims, dates, headings, identifiers, policy, silence, tables
from probes.reading.claims import DATA
from probes.reading.normalise import REMEMBERED
from probes.reading.policy import Sentence, pattern
from probes.reading.remember import LINES, per_line, per_view, per_view_and
from probes.reading.several import searched
from probes.reading.whose import NAMING, names, stranger
from probes.text.contents import without_contents

_WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(words) for name, words in DATA["words"].items() if name in ("others", "slogan", "undone", "goods")
}
_LIMITS: dict[str, int] = DATA["fresh"]
_PIECE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A blank between number and unit makes pieces, and many pieces look like a heap of keywords.
_GAP = re.compile(r"(?<=[0-9%])[ \u00a0](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u00a0](?=[0-9])")
_END = re.compile(DATA["patterns"]["last_day"])
_CAMPAIGN = re.compile(DATA["patterns"]["campaign"])


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence with its page; ``where`` is the heading above it, those that stand over that one, and the page's title."""

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
    """Whole sentences of text and pictures, and pieces that hold a figure or a number: no sentences, and yet statements."""
    found: list[Sentence] = []
    rows = tables.rows(view)
    cells = frozenset(policy.fold(said).strip() for row in rows for _, said in row.cells)
    marked = frozenset(headings.above(view))
    for text in (view.text, *(each.ocr for each in view.elements if each.seen and each.ocr)):
        written: dict[str, str] = {}
        closed = []
        for line in without_contents(text).split("\n"):
            close, pieces = _written(line)
            written.update(pieces)
            closed.append(close)
        said = policy.sentences("\n".join(closed))
        whole = {_tight(each.raw) for each in said}
        said += tuple(each for each in _pieces(closed, marked, cells) if _tight(each.raw) not in whole)
        for each in said:
            raw = written.get(_tight(each.raw), each.raw)
            found.append(each if raw == each.raw else dataclasses.replace(each, raw=raw))
    lines = ((row, _GAP.sub("", row.text)) for row in rows)
    found += (Sentence(policy.fold(line), row.text, policy.fold(row.heading)) for row, line in lines if _row(line))
    return tuple(found)


@per_line
def _written(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A line with its gaps closed, and its pieces as they are written, each by what it is without blanks."""
    pieces = tuple((_tight(piece), " ".join(piece.split())) for piece in _PIECE.findall(line))
    return _GAP.sub("", line), pieces


def _row(line: str) -> bool:
    """Does a row of a table state something: a figure, a number, or a cell that is a sentence?"""
    return len(line) <= _LIMITS["listed"] and (_telling(line) or bool(policy.sentences(line)))


@per_line
def _tight(text: str) -> str:
    return "".join(text.split())


def _pieces(text: Iterable[str], marked: frozenset[str], cells: frozenset[str]) -> Iterator[Sentence]:
    """Pieces with a figure, each with the label beside it, or with a number, and statements ended by a full stop, under the
    last heading above. ``marked`` are the page's headings, ``cells`` the lines that are cells of tables, read by rows."""
    lines = [read for each in text if (read := _line(each)).said]
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
        tile = len(line) <= _LIMITS["tile"]
        beside = (
            lines[index + 1].raw.strip()
            if index + 1 < len(lines) and len(lines[index + 1].said) <= _LIMITS["label"]
            else ""
        )
        for piece, alone in here.pieces:
            said = piece if alone or not beside else f"{beside} {piece}"
            yield Sentence(policy.fold(said), said, heading)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it stands and folded, and those of its pieces that state something, each with whether it needs no label."""

    raw: str
    said: str
    pieces: tuple[tuple[str, bool], ...]


@per_line
def _line(raw: str) -> _Line:
    pieces = tuple(
        (said, len(_HAN.findall(said)) > _LIMITS["unit"] or bool(identifiers.find(said, year=9999)))
        for piece in _PIECE.findall(raw)
        if _telling(piece) or _closed(piece)
        for said in (piece.strip(),)
    )
    return _Line(raw, policy.fold(raw).strip(), pieces)


def _closed(piece: str) -> bool:
    """A statement known by its full stop though it has no word of grammar (面单全部电子化。), and no heap of keywords."""
    said = piece.strip()
    return said.endswith("。") and _LIMITS["closed"] <= len(said) <= _LIMITS["listed"] and not policy.heap(said)


def _telling(piece: str) -> bool:
    return len(piece) <= _LIMITS["listed"] and bool(claims.figures(piece) or identifiers.find(piece, year=9999))


@dataclass(frozen=True, slots=True)
class _Read:
    """A page's sentences in the operator's own name, all of them, and whether one was passed over for another's name."""

    own: tuple[Told, ...]
    every: tuple[Told, ...]
    passed: bool


@per_view_and
def _read(view: View, whose: tuple[frozenset[str], str, str]) -> _Read:
    above = headings.above(view)
    places: dict[str, str] = {}
    every: list[Told] = []
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
            places[heading] = policy.fold(f"{heading}\n{above.get(heading, '')}\n{view.title}")
        every.append(Told(view, sentence, places[heading]))
    return _Read(tuple(each for at, each in enumerate(every) if at not in strange), tuple(every), passed)


@per_line
def _foreign(heading: str, raw: str, whose: tuple[frozenset[str], str, str]) -> bool:
    """Does a sentence or its heading name another company?"""
    own, url, name = whose
    return stranger(f"{heading}\n{raw}", own, Platform(url, name)) != ""


@per_line
def _of_shop(heading: str, text: str) -> bool:
    """Does a sentence speak of the shop, be it in another's name: neither of others nor of goods, and no slogan?"""
    if pattern(_WORDS["others"]).search(f"{heading}\n{text}"):
        return False
    return not (pattern(_WORDS["slogan"]).search(text) or pattern(_WORDS["goods"]).search(text))


def told(site: Site, roles: Iterable[Role], *, of_others: bool = False) -> Iterator[Told]:
    """Sentences on those pages in the operator's own name, page by page; ``of_others`` keeps those that name partners."""
    own = names(site)
    for view in searched(site, roles)[0]:
        read = _read(view, (own, site.platform.url, site.platform.name))
        yield from read.every if of_others else read.own


def without_name(text: str, platform: Platform) -> str:
    """The text without the shop's own name, which may hold any word."""
    return _without(text, platform.name)


def _without(text: str, name: str) -> str:
    return text.replace(_folded(name), "") if len(name) > 1 else text


_folded = lru_cache(maxsize=16)(policy.fold)


def about(each: Told, words: tuple[str, ...], platform: Platform) -> bool:
    """Does the sentence, its heading or its page's title speak of that?"""
    return silence.holds(_nameless(each.text, each.where, platform.name), words)


@per_line
def _nameless(text: str, where: str, name: str) -> str:
    return _without(f"{text}\n{where}", name)


def undone(each: Told) -> bool:
    """Is it planned only, or no more?"""
    return _known_undone(each.text) if len(each.text) <= REMEMBERED else _undone(each.text)


def _undone(text: str) -> bool:
    return bool(pattern(_WORDS["undone"]).search(text))


_known_undone = lru_cache(maxsize=LINES)(_undone)  # asked by every probe that reads the shop's own words


def when(each: Told, today: date) -> date | None:
    """The newest day the sentence speaks of, else its heading or title, else the day its page says it was published."""
    said = claims.newest(each.raw, today) or claims.newest(each.where, today)
    return said or _published(each.view)


@per_view
def _published(view: View) -> date | None:
    labelled = [each.value for each in dates.find(view.text) if each.label is not None]
    return max((day for day in labelled if day <= view.at.date()), default=None)


def over(each: Told) -> bool:
    """Is it a campaign that ended before the visit, by what is said in it or under the same heading?"""
    today = each.view.at.date()
    return _ended(each.raw, today) or each.sentence.heading in _ended_headings(each.view)


@per_line
def _ended(line: str, today: date) -> bool:
    if not _CAMPAIGN.search(line):
        return False
    found = dates.find(line)
    ends = [day.value for day in found if _END.search(line[: day.start])] or [day.value for day in found[1:]]
    return bool(ends) and max(ends) < today


@per_view
def _ended_headings(view: View) -> frozenset[str]:
    """Headings under which, or in which, a campaign's last day has passed."""
    ended: set[str] = set()
    heading, today = "", view.at.date()
    lines = [_written(line)[0] for line in view.text.split("\n")]
    if not any(map(_ended, lines, repeat(today))):  # mostly
        return frozenset()
    for line in lines:
        folded = policy.fold(line).strip()
        if _ended(line, today):
            ended |= {heading, folded} - {""}
        elif folded and len(folded) <= _LIMITS["tile"] and folded[-1] not in "。！!;；,，":
            heading = folded
    return frozenset(ended)


def section(each: Told) -> tuple[str, str]:
    """What sentences of one account share: their page and heading."""
    return each.view.id, each.sentence.heading


def asked(site: Site, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Pages that an answer rests on: those that name the operator only where a sentence was passed over as another's."""
    own, platform = names(site), site.platform
    passed = any(_read(view, (own, platform.url, platform.name)).passed for view in searched(site, roles)[0])
    return tuple(dict.fromkeys((*roles, *NAMING))) if passed else roles
