"""Lines that say something in a list, in a row of a table or between arrows, although none of them is a sentence.

``policy.split_sentences`` takes short lines without a sentence mark for headings. Where several of them stand in a list
(1. 可维修的免费维修), in a table that a page's text gives as cells parted by tabs, as a label with its value, or as
steps between arrows, they state something all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.pages.rules.policy import Sentence, is_menu, pattern
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbered import names_chapter, strip_item_mark
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class ListedLinesTable:
    """The file listed_lines.toml."""

    limits: Whole[Literal["shortest", "item", "value", "row", "cells", "most", "blanks", "head", "heading", "holds"]]
    words: Words[Literal["head"]]
    patterns: Texts[Literal["question", "item", "arrow", "trail", "figure", "label", "says"]]


FILE = SettingsFile("probes.pages.lists", "listed_lines.toml", ListedLinesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_ITEM = re.compile(_DATA.patterns["item"], re.IGNORECASE)
_ARROW = re.compile(_DATA.patterns["arrow"])
_TRAIL = re.compile(_DATA.patterns["trail"])
_LABEL = re.compile(_DATA.patterns["label"])
_FIGURE = re.compile(_DATA.patterns["figure"])
_SAYS = re.compile(_DATA.patterns["says"])
_QUESTION = re.compile(_DATA.patterns["question"])
_HEAD = pattern(tuple(_DATA.words["head"]))
_ENDED = re.compile("[。！!;；]")
_DIGIT = re.compile("[0-9]")
_TABS = re.compile(r"\t+|\s?[|｜]\s?")
_BLANKS = re.compile(r"[ \u3000]+")
_PAIR = re.compile(r"[^\t]{1,14}\t[^\t]{6,}")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table that stands in a page's text: its cells, the columns' names ("" where none), the line above, as quoted."""

    cells: tuple[str, ...]
    names: tuple[str, ...]
    heading: str
    raw: str


@per_text
def list_lines(text: str) -> tuple[Sentence, ...]:
    """Items of lists, labels with values, lines of arrows and rows of tables, each with the heading above it; no menus.

    A row is read with its columns' names (环节:受理 时限:1个工作日). Linear in the text's length.
    """
    rows = (Sentence(_joined(row), row.raw, row.heading) for row in read_text_rows(text) if not _asks(row.cells))
    return (*list_items(text), *rows)


def _asks(cells: Iterable[str]) -> bool:
    """Whether they are a menu of questions and no row of a table."""
    return sum(_QUESTION.search(cell) is not None for cell in cells) > 1


@per_text
def list_items(text: str) -> tuple[Sentence, ...]:
    """The same without the rows of tables."""
    return tuple(sentence for sentence in _listed(text) if not _asks(_TABS.split(sentence.raw)))


@per_text
def read_bare_lines(text: str) -> tuple[Sentence, ...]:
    """The lines that no sentence mark ends or parts, whatever they are: names, slogans, entries of menus."""
    lines = (line for line in text.split("\n") if line.strip() and len(line) <= _LIMITS["item"])
    folded = ((fold_text(line).strip(), " ".join(line.split())) for line in lines)
    return tuple(Sentence(said, raw) for said, raw in folded if not _ENDED.search(said))


@per_text
def read_text_rows(text: str) -> tuple[TextRow, ...]:
    """Rows of tables whose cells are parted by tabs or bars, or by blanks where several rows have as many, below a row that names columns."""
    found: list[TextRow] = []
    names: tuple[str, ...] = ()
    heading, parted = "", ""
    for line in filter(str.strip, text.split("\n")):
        cells, by = _cells(line)
        if not cells:
            names = ()
            heading = line if 0 < len(line.strip()) <= _LIMITS["heading"] else ""
        elif len(cells) == len(names) and by == parted:
            said = tuple(map(fold_text, cells))
            found.append(TextRow(said, names, fold_text(heading).strip(), " ".join(line.split())))
        elif _names_columns(cells):
            names, parted = tuple(map(fold_text, cells)), by
        else:
            names = ()
    return tuple(found)


def _joined(row: TextRow) -> str:
    return " ".join(f"{name}:{cell}" for name, cell in zip(row.names, row.cells, strict=True))


def _cells(line: str) -> tuple[tuple[str, ...], str]:
    """The cells of a line and what parts them; none where it is no row."""
    return _read_cells(line) if 0 < len(line) <= _LIMITS["row"] else ((), "")


@per_line
def _read_cells(line: str) -> tuple[tuple[str, ...], str]:
    for by, mark in (("tab", _TABS), ("blank", _BLANKS)):
        pieces = tuple(piece.strip() for piece in mark.split(strip_item_mark(line.strip())) if piece.strip())
        least = _LIMITS["cells" if by == "tab" else "blanks"]
        if least <= len(pieces) <= _LIMITS["most"] and not line.isascii():
            return pieces, by
    return (), ""


def _names_columns(cells: tuple[str, ...]) -> bool:
    return all(len(cell) <= _LIMITS["head"] for cell in cells) and any(_HEAD.search(fold_text(cell)) for cell in cells)


def _listed(text: str) -> Iterator[Sentence]:
    heading, left = "", 0
    lines = [(raw, fold_text(raw).strip()) for raw in without_contents(text).split("\n")]
    kinds = [_kind(raw, said) for raw, said in lines]
    for at, (raw, said) in enumerate(lines):
        if not said:
            continue
        if not kinds[at]:
            left = _LIMITS["holds"]
            heading = said if len(said) <= _LIMITS["heading"] and said[-1] not in "。.!！;；" else ""
            continue
        left -= 1
        beside = kinds[at] not in ("item", "figure") or kinds[at] in (kinds[at - 1 : at] + kinds[at + 1 : at + 2])
        said = fold_text(raw.strip().replace("\t", ":", 1)) if "\t" in raw else said
        if beside and _says(said, kinds[at]):
            yield Sentence(said, " ".join(raw.split()), heading if left >= 0 else "")


def _kind(raw: str, said: str) -> str:
    """What a line is: an ``item`` of a list, a ``label`` with its value, a ``figure``, steps between ``arrows``; "" where none of them."""
    return _read_kind(raw, said) if _LIMITS["shortest"] <= len(said) <= _LIMITS["item"] else ""


@per_line
def _read_kind(raw: str, said: str) -> str:
    if said[-1] in "!?:" or _TRAIL.search(raw):
        return ""
    if "\t" in raw:  # two cells alone are a label with its value
        return "label" if _PAIR.fullmatch(raw.strip()) and not is_menu(raw) else ""
    if said[-1] in "。;":  # a sentence already, unless it is a row of short pieces with numbers
        return "label" if _LABEL.match(said) and _DIGIT.search(said) else ""
    if len(_ARROW.findall(raw)) > 1:
        return "arrows"
    if _ITEM.match(raw):
        return "item"
    if _LABEL.match(said) or ("|" in said and not is_menu(raw)):
        return "label"
    return "figure" if _FIGURE.search(said) and len(said) <= _LIMITS["heading"] else ""


def _says(said: str, kind: str) -> bool:
    if kind == "item":
        if names_chapter(said):
            return False
        match = None if said.startswith("第") else _ITEM.match(said)  # 第7天 结案: the mark itself is part of it
        said = match["said"] if match else said
    if kind == "label" and len(said.partition(":")[2].strip()) >= _LIMITS["value"]:
        return True
    return kind == "arrows" or said.startswith("第") or _SAYS.search(said) is not None
