"""What on a page may be a sentence of the shop's own: whole sentences, and pieces that state something without being one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.site import View
from probes.pages.main import headings, table_rows
from probes.pages.rules import list_entries, policy
from probes.pages.rules.policy import Sentence
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbers import claims, identifiers
from probes.text.numbers.claims import DATA
from probes.text.remember import per_line, per_text, per_view
from probes.text.shown import list_seen

_LIMITS = DATA.fresh
_PIECE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLANK = r"[ \u00a0\u2009\u202f\u3000]"  # before a unit it makes pieces, and many pieces look like a heap of keywords
_GAP = re.compile(rf"(?<=[0-9０-９%％]){_BLANK}(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]){_BLANK}(?=[0-9０-９])")
_PLACE = re.compile(DATA.patterns["place"])
_STOPS = tuple("。！!；;")
_CLOSED = re.compile(r"[。；～~]$|^[^:：。,，]{2,12}[:：][^:：]{4}")


@per_view
def list_sentences(view: View) -> tuple[Sentence, ...]:
    """Whole sentences of text and pictures, and pieces with a figure or number, which state something without being sentences."""
    found: list[Sentence] = []
    rows = table_rows.table_rows(view)
    cells = frozenset(fold_text(said).strip() for row in rows for _, said in row.cells)
    marked = frozenset(headings.headings_above(view))
    for text in (view.text, *(element.ocr for element in list_seen(view.elements) if element.ocr)):
        written: dict[str, str] = {}
        asked: dict[str, str] = {}
        closed = []
        for line in without_contents(text).split("\n"):
            close, pieces = _written(line)
            written.update(pieces)
            closed.append(close)
            asked.update(_asked(line))
        said = policy.split_sentences("\n".join(closed))
        whole = {_tight(sentence.raw) for sentence in said}
        said += tuple(piece for piece in _pieces(closed, marked, cells) if _tight(piece.raw) not in whole)
        for sentence in said:
            raw = written.get(_tight(sentence.raw), sentence.raw)
            question = asked.get(_tight(sentence.raw), "")
            over = f"{sentence.heading} {question}".strip() if question else sentence.heading
            same = raw == sentence.raw and over == sentence.heading
            found.append(sentence if same else dataclasses.replace(sentence, raw=raw, heading=over))
        found += _between_bars(text)
    lines = ((row, close_gaps(row.text)) for row in rows)
    found += (Sentence(fold_text(line), row.text, fold_text(row.heading)) for row, line in lines if _row(line))
    return tuple(found)


@per_text
def _between_bars(text: str) -> tuple[Sentence, ...]:
    """Rows of grids drawn by bars, below the names of their columns, and labels that a bar parts from their value (帮扶对象｜石坎村农户)."""
    if "|" not in text and "｜" not in text:  # the usual case
        return ()
    rows = (row for row in list_entries.read_grid_rows(text) if list_entries.split_bars(row[1]))
    found = [Sentence(said, raw, columns) for said, raw, columns in rows]
    for line in text.split("\n"):
        cells = list_entries.split_bars(line)
        if len(cells) == 2 and _closed(said := "：".join(cells)):
            found.append(Sentence(fold_text(said), " ".join(line.split())))
    return tuple(found)


@per_line
def _written(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A line with its gaps closed, and its pieces as written, each keyed by its text without blanks."""
    pieces = tuple((_tight(piece), " ".join(piece.split())) for piece in _PIECE.findall(line))
    return close_gaps(line), pieces


@per_line
def _asked(line: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a line behind a question, each without blanks and with the question, which heads them (还盒有奖励吗？送您一张券。)."""
    found: list[tuple[str, str]] = []
    question = ""
    for piece in _PIECE.findall(line):
        if piece.strip()[-1:] in ("？", "?"):
            question = fold_text(piece).strip() if len(piece) <= _LIMITS["listed"] else ""
        elif question:
            found.append((_tight(close_gaps(piece)), question))
    return tuple(found)


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
            short = len(line) <= _LIMITS["tile"] and line[-1] not in "。！!;；,，"
            if short and (not tile or line[-1] in "?？"):
                heading = line
            tile = False
            continue
        tile = len(line) <= _LIMITS["tile"] and _telling(line) and not line.endswith(_STOPS)
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
        if _telling(piece) or _closed(piece)
        for said in (piece.strip(),)
    )
    return _OwnLine(raw, fold_text(raw).strip(), pieces)


def _closed(piece: str) -> bool:
    """A statement told by its end, label or number (面单全部电子化。 佣金：全免) although it has no function words, and no heap of keywords."""
    said = piece.strip()
    told = _CLOSED.search(said) is not None or list_entries.is_numbered(fold_text(said))
    return (
        told
        and _LIMITS["closed"] <= len(said) <= _LIMITS["listed"]
        and (not policy.is_heap(said) or list_entries.names_several(fold_text(said)))
    )


def _telling(piece: str) -> bool:
    return len(piece) <= _LIMITS["listed"] and bool(
        claims.find_figures(piece) or identifiers.find_identifiers(piece, year=9999) or _PLACE.search(piece)
    )


def close_gaps(line: str) -> str:
    """The line without blanks between numbers and Chinese, which would make it look like a heap of keywords."""
    return _GAP.sub("", line)
