"""What a page says by question and answer (邮费多少？满49元免邮。) and by the rows of its tables: sentences joined from pieces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from crawler.site import Element, View
from probes.reading.policy import Sentence, fold, pattern
from probes.reading.remember import PAGES, per_line, per_view
from probes.text.contents import without_contents
from probes.text.ranking import label_of

_DATA = tomllib.loads(files("probes.reading").joinpath("answers.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_DENIED = pattern(tuple(_DATA["words"]["denied"]))
_EMPTY = frozenset(_DATA["words"]["empty"])
_MARK = re.compile(_DATA["patterns"]["mark"], re.IGNORECASE)
_REFUSED = re.compile(_DATA["patterns"]["refused"])
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_LABELLED = re.compile(_DATA["patterns"]["labelled"])
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Joined:
    """A sentence made of pieces; what a question alone says (its first ``led`` characters) is no statement."""

    sentence: Sentence
    led: int = 0

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether the words stand in it, and not in the question alone."""
        return any(match.end() > self.led for match in words.finditer(self.sentence.text))


@lru_cache(maxsize=PAGES)
def answers(text: str) -> tuple[Joined, ...]:
    """Each sentence of an answer with its question; answers that deny are left out, for they deny what the question names."""
    return tuple(_answers(text))


def _answers(text: str) -> Iterator[Joined]:
    asked, left, refused = "", 0, False
    for line in text.split("\n"):
        if not left and "?" not in line and "？" not in line:
            continue  # mostly: nothing was asked, nor is
        for piece in _PIECE.findall(line):
            raw = " ".join(piece.split())
            bare = _MARK.sub("", raw).strip()
            if not bare:
                continue
            if raw[-1] in "?？":
                asked, left, refused = (
                    (bare, _LIMITS["pieces"], False) if len(bare) <= _LIMITS["question"] else ("", 0, False)
                )
                continue
            if not left:
                continue
            if left == _LIMITS["pieces"]:
                refused = bool(_REFUSED.match(fold(bare)))
            left -= 1
            if refused or len(bare) > _LIMITS["answer"] or _DENIED.search(fold(bare)):
                continue
            question = fold(asked).rstrip("?")
            yield Joined(Sentence(f"{question},{fold(bare)}", f"{asked}{bare}", question), len(question))


@lru_cache(maxsize=PAGES)
def labelled(text: str) -> tuple[Joined, ...]:
    """Lines that say something of what they begin with (门店自提：朝阳旗舰店，免运费); the label alone is no statement."""
    return tuple(filter(None, map(_labelled, without_contents(text).split("\n"))))


@per_line
def _labelled(line: str) -> Joined | None:
    raw = " ".join(line.split())
    found = _LABELLED.match(raw) if len(raw) <= _LIMITS["line"] else None
    if found is None or fold(found["value"]).lower() in _EMPTY:
        return None
    said = fold(raw)
    return None if _DENIED.search(said) else Joined(Sentence(said, raw, label=label_of(said)), said.find(":") + 1)


@per_view
def rows(view: View) -> tuple[Joined, ...]:
    """Rows of tables, each cell with the head of its column: 配送方式:快递,运费:6元. Cells that say no (无, ×) are left out."""
    return tuple(row for table in _tables(view) for row in _said(table))


def _tables(view: View) -> Iterator[list[list[Element]]]:
    """Cells that stand side by side are a row, rows below each other a table."""
    table: list[list[Element]] = []
    for cell in view.elements:
        if cell.tag not in ("td", "th") or not cell.seen or not cell.text:
            continue
        last = table[-1][-1] if table else None
        if last is not None and last.frame == cell.frame and abs(last.box.y - cell.box.y) <= _LIMITS["beside"]:
            table[-1].append(cell)
            continue
        below = last is not None and last.frame == cell.frame
        gap = cell.box.y - (last.box.y + last.box.h) if last is not None else 0
        if below and -_LIMITS["beside"] <= gap <= _LIMITS["below"]:
            table.append([cell])
            continue
        if table:
            yield table
        table = [[cell]]
    if table:
        yield table


def _said(table: list[list[Element]]) -> Iterator[Joined]:
    head: list[Element] = []
    for row in table:
        if len(row) > 1 and all(cell.tag == "th" for cell in row):
            head = row
            continue
        if len(row) < _LIMITS["cells"] or not (head or any(_DIGIT.search(cell.text) for cell in row)):
            continue
        cells = [" ".join(cell.text.split()) for cell in row]
        tops = [" ".join(top.text.split()) for top in head]
        if len(head) == len(row):
            named = [f"{top}：{cell}" for top, cell in zip(tops, cells, strict=True)]
        elif len(head) + 1 == len(row):  # the corner is empty
            named = [cells[0], *(f"{top}：{cell}" for top, cell in zip(tops, cells[1:], strict=True))]
        else:
            named = cells
        told = [name for name, cell in zip(named[1:], cells[1:], strict=True) if fold(cell).lower() not in _EMPTY]
        raw = "，".join((named[0], *told))
        if told and len(raw) <= _LIMITS["row"] and not _DENIED.search(fold(raw)):
            yield Joined(Sentence(fold(raw), raw))


def joined(view: View) -> tuple[Joined, ...]:
    """All of them."""
    return (*answers(view.text), *labelled(view.text), *rows(view))
