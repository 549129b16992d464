"""Lists below their heading and rows of columns in plain text, each joined into one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from probes.pages.rules.list_entries import split_bars
from probes.pages.rules.policy import Sentence, is_heap, is_menu, pattern
from probes.pages.rules.questions import JoinedSentence
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbered import OUTER, rank_number
from probes.text.remember import per_elements, per_line, per_view


@dataclass(frozen=True, slots=True)
class JoinedLinesTable:
    """The file joined_lines.toml."""

    limits: Whole[
        Literal[
            "least",
            "most",
            "item",
            "heading",
            "behind",
            "joined",
            "columns",
            "name",
            "cell",
            "short",
            "shortest",
            "longest",
        ]
    ]
    words: Words[Literal["denied", "behind"]]
    patterns: Texts[Literal["mark", "name"]]


FILE = SettingsFile("probes.pages.lists", "joined_lines.toml", JoinedLinesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_DENIED, _BEHIND = (pattern(tuple(_DATA.words[name])) for name in ("denied", "behind"))
_MARK, _NAME = (re.compile(_DATA.patterns[name], re.IGNORECASE) for name in ("mark", "name"))
_CHAIN, _ENDED = re.compile("[→>➔➜➡⇒]"), frozenset("。！!；;.")
_OPEN = frozenset(",，、")
_ENDS = re.compile(r"[。；;！!？?]+")


@dataclass(frozen=True, slots=True)
class _ListLine:
    """A line as quoted, what it says without its mark (empty where it has none), and its columns."""

    raw: str
    item: str
    columns: tuple[str, ...]


@per_view
def join_lists(view: View) -> tuple[JoinedSentence, ...]:
    """Each run of marked lines (1. … 2. …, • …) with the line above it; its heading alone states nothing. Links are no items."""
    return tuple(_lists(_lines(view)))


@per_view
def list_items(view: View) -> tuple[Sentence, ...]:
    """The items of those lists, each for itself below its heading, which may be empty."""
    return tuple(
        Sentence(fold_text(item), item, fold_text(heading))
        for heading, items in _groups(_lines(view))
        for item in items
    )


@per_view
def join_columns(view: View) -> tuple[JoinedSentence, ...]:
    """Each row of a table that stands as lines of columns, every cell with the name in the first line: 品类:空调,保修:6年."""
    return tuple(_rows(_lines(view)))


@per_view
def loose_lines(view: View) -> tuple[Sentence, ...]:
    """The lines that are no link's words and no question, and long enough to say something, each below its heading."""
    return tuple(_loose(_lines(view)))


def _loose(lines: list[_ListLine]) -> Iterator[Sentence]:
    heading, age = "", 0
    for line in lines:
        folded = fold_text(line.raw)
        if _is_short_heading(folded):
            heading, age = folded, 0
        age += 1
        if len(folded) < _LIMITS["shortest"] and ":" not in folded[1:-1]:
            continue
        listed = is_menu(line.raw) or (is_heap(line.raw) and not _CHAIN.search(line.raw) and folded[-1] not in _ENDED)
        if len(folded) <= _LIMITS["longest"] and folded[-1] not in "?？" and not listed:
            yield Sentence(folded, line.raw, heading if age <= _LIMITS["most"] else "")


def _is_short_heading(folded: str) -> bool:
    """Is it a few words that end as no sentence ends, without a label or columns?"""
    short = 1 < len(folded) <= _LIMITS["short"]
    return short and folded[-1] not in _ENDED | _OPEN and ":" not in folded and "|" not in folded and " " not in folded


def _lines(view: View) -> list[_ListLine]:
    """The lines that say something and are no link's words."""
    links = _links(view.elements)
    read = (_line(line) for line in without_contents(view.text).split("\n"))
    return [
        line
        for line in read
        if line.raw and line.raw not in links and not (line.columns and all(one in links for one in line.columns))
    ]


@per_elements
def _links(elements: tuple[Element, ...]) -> frozenset[str]:
    return frozenset(" ".join(element.text.split()) for element in elements if element.href and element.text)


@per_line
def _line(line: str) -> _ListLine:
    raw = " ".join(line.split())
    mark = _MARK.match(raw)
    item = raw[mark.end() :].strip() if mark is not None and len(raw) <= _LIMITS["item"] else ""
    columns = split_bars(line) or tuple(
        " ".join(cell.split()) for cell in line.split("\t") if cell.strip()
    )  # cells may hold blanks
    columns = columns if len(columns) > 1 and not item else tuple((item or raw).split(" "))
    fit = 1 < len(columns) <= _LIMITS["columns"] and all(len(column) <= _LIMITS["cell"] for column in columns)
    return _ListLine(raw, item, columns if fit else ())


def _lists(lines: list[_ListLine]) -> Iterator[JoinedSentence]:
    return (_joined(heading, items) for heading, items in _groups(lines))


def _groups(lines: list[_ListLine]) -> Iterator[tuple[str, list[str]]]:
    """The heading and the items of each run of marked lines; what denies is left out."""
    at = 0
    while at < len(lines):
        end = at = at + _leads(lines, at)
        while end < len(lines) and _goes_on(lines[at:end], lines[end]) and end - at < _LIMITS["most"]:
            end += 1
        if end - at >= _LIMITS["least"]:
            above = lines[at - 1] if at else None
            leads = above is not None and (not above.item or _leads(lines, at - 1))
            heading = above.raw if above is not None and leads and len(above.raw) <= _LIMITS["heading"] else ""
            below = lines[end].raw if end < len(lines) and len(lines[end].raw) <= _LIMITS["behind"] else ""
            items = [line.item for line in lines[at:end] if not _DENIED.search(fold_text(line.item))]
            if _BEHIND.search(fold_text(below)) and not _DENIED.search(fold_text(below)):
                items.append(below)
            if items:
                yield heading, items
        at = max(end, at + 1)


def _leads(lines: list[_ListLine], at: int) -> bool:
    """Does a numbered line lead to items of another number (四、义务： 1. …), rather than be one of them?"""
    line, below = lines[at], lines[at + 1 : at + 2]
    if not line.item or line.raw[-1] not in ":：" or not below or not below[0].item:
        return False
    return rank_number(line.raw) != rank_number(below[0].raw)


def _goes_on(run: list[_ListLine], line: _ListLine) -> bool:
    """Is a line one more item of a run, which may be empty?

    None where its number stands further out than that of the first (五、 behind 3.), nor are the articles of a paper a
    list, each of which says its own: lines numbered as its parts are (一、) that end a sentence.
    """
    if not line.item:
        return False
    here = rank_number(line.raw)
    article = 0 < here <= OUTER and line.raw[-1] in "。！!"
    first = rank_number(run[0].raw) if run else 0
    return not article and not (0 < here < first)


def _joined(heading: str, pieces: list[str]) -> JoinedSentence:
    """Pieces as one sentence behind their heading; what ends a sentence within would hide what follows."""
    led = fold_text(_ENDS.sub(",", heading)).strip(" ,:")
    said = ",".join(fold_text(_ENDS.sub(",", piece)).strip(" ,") for piece in pieces)[: _LIMITS["joined"]]
    raw = " ".join((heading, *pieces)).strip()
    return JoinedSentence(Sentence(f"{led},{said}" if led else said, raw, led), len(led))


def _rows(lines: list[_ListLine]) -> Iterator[JoinedSentence]:
    head: tuple[str, ...] = ()
    above, rows = "", []
    for before, line in zip((None, *lines), (*lines, None), strict=True):
        if line is not None and head and len(line.columns) == len(head):
            rows.append(line)
            continue
        if len(rows) >= _LIMITS["least"]:
            yield from (_row(above, head, row) for row in rows[: _LIMITS["most"]] if not _DENIED.search(row.raw))
        heads = line is not None and line.columns and all(_is_name(column) for column in line.columns)
        head, rows = (line.columns if line is not None and heads else ()), []
        above = before.raw if before is not None and len(before.raw) <= _LIMITS["heading"] else ""


def _is_name(cell: str) -> bool:
    return len(cell) <= _LIMITS["name"] and _NAME.fullmatch(cell) is not None


def _row(above: str, head: tuple[str, ...], row: _ListLine) -> JoinedSentence:
    named = [f"{name}:{cell}" for name, cell in zip(head, row.columns, strict=True)]
    said = ",".join(fold_text(_ENDS.sub(",", part)) for part in named)[: _LIMITS["joined"]]
    return JoinedSentence(Sentence(said, row.raw, fold_text(above)))
