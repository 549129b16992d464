"""What a page says by question and answer (邮费多少？满49元免邮。) and in table rows, joined into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from probes.pages.rules.policy import Sentence, pattern
from probes.schema.reading_table import Texts, Whole, Words
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.ranking import read_leading_label
from probes.text.remember import per_line, per_text, per_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class QuestionsTable:
    """The file questions.toml."""

    limits: Whole[Literal["question", "pieces", "answer", "beside", "below", "cells", "line", "row"]]
    words: Words[Literal["denied", "empty"]]
    patterns: Texts[Literal["labelled", "mark", "crossed", "regret", "refused"]]


FILE = SettingsFile("probes.pages.rules", "questions.toml", QuestionsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_DENIED = pattern(tuple(_DATA.words["denied"]))
_EMPTY = frozenset(_DATA.words["empty"])
_MARK = re.compile(_DATA.patterns["mark"], re.IGNORECASE)
_REFUSED, _REGRET = (re.compile(_DATA.patterns[name]) for name in ("refused", "regret"))
_CROSSED = re.compile(_DATA.patterns["crossed"], re.MULTILINE)
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_LABELLED = re.compile(_DATA.patterns["labelled"])
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class JoinedSentence:
    """A sentence made of pieces; what only its first ``led`` characters (the question) say does not count as stated."""

    sentence: Sentence
    led: int = 0

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether the words stand in it, and not in the question alone."""
        text = self.sentence.text
        found = words.search(text)
        if found is None or found.end() > self.led:  # the usual cases
            return found is not None
        return any(match.end() > self.led for match in words.finditer(text))


def begins_with_refusal(said: str) -> bool:
    """Does a folded sentence begin with a regret (抱歉，…), as an answer that says no?"""
    return _REGRET.match(said) is not None


@per_text
def join_answers(text: str) -> tuple[JoinedSentence, ...]:
    """Each sentence of an answer with its question; answers that deny are left out, as they deny what the question names."""
    return tuple(_answers(text))


def _answers(text: str) -> Iterator[JoinedSentence]:
    asked, left, refused = "", 0, False
    for line in text.split("\n"):
        if not left and "?" not in line and "？" not in line:
            continue  # usually: nothing was asked, nor is
        for piece in _PIECE.findall(line):
            raw = " ".join(piece.split())
            bare = _bare(piece)
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
                refused = bool(_REFUSED.match(fold_text(bare)))
            left -= 1
            if refused or len(bare) > _LIMITS["answer"] or _DENIED.search(fold_text(bare)):
                continue
            question = fold_text(asked).rstrip("?")
            yield JoinedSentence(Sentence(f"{question},{fold_text(bare)}", f"{asked}{bare}", question), len(question))


@per_text
def without_refused(text: str) -> str:
    """The text without questions whose answer begins by saying no, and cells that are crossed out.

    What 可以货到付款吗？ names is not there if 不可以 follows, nor in 货到付款 ✘.
    """
    text = _CROSSED.sub("\n", text)  # what is left stays as it stands, to be quoted
    pieces = [piece for line in text.split("\n") for piece in _PIECE.findall(line) if _bare(piece)]
    refused = {
        asked
        for asked, answer in pairwise(pieces)
        if asked.rstrip()[-1:] in ("?", "？") and _REFUSED.match(fold_text(_bare(answer)))
    }
    if not refused:
        return text
    return "\n".join(
        _PIECE.sub(lambda piece: "\n" if piece[0] in refused else piece[0], line) for line in text.split("\n")
    )


@per_line
def _bare(piece: str) -> str:
    return _MARK.sub("", " ".join(piece.split())).strip()


@per_text
def join_labelled(text: str) -> tuple[JoinedSentence, ...]:
    """Lines that say something about their label (门店自提：朝阳旗舰店，免运费); the label alone states nothing."""
    return tuple(filter(None, map(_labelled, without_contents(text).split("\n"))))


@per_line
def _labelled(line: str) -> JoinedSentence | None:
    raw = " ".join(line.split())
    found = _LABELLED.match(raw) if len(raw) <= _LIMITS["line"] else None
    if found is None or fold_text(found["value"]).lower() in _EMPTY:
        return None
    said = fold_text(raw)
    return (
        None
        if _DENIED.search(said)
        else JoinedSentence(Sentence(said, raw, label=read_leading_label(said)), said.find(":") + 1)
    )


@per_view
def join_rows(view: View) -> tuple[JoinedSentence, ...]:
    """Rows of tables, each cell with its column's head: 配送方式:快递,运费:6元. Cells that say no (无, ×) are left out."""
    return tuple(row for table in _tables(view) for row in _said(table))


def _tables(view: View) -> Iterator[list[list[Element]]]:
    """Tables as rows of cells: cells side by side make a row, rows below each other a table."""
    table: list[list[Element]] = []
    for cell in list_seen(view.elements):
        if cell.tag not in ("td", "th") or not cell.text:
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


def _said(table: list[list[Element]]) -> Iterator[JoinedSentence]:
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
        told = [name for name, cell in zip(named[1:], cells[1:], strict=True) if fold_text(cell).lower() not in _EMPTY]
        raw = "，".join((named[0], *told))
        if told and len(raw) <= _LIMITS["row"] and not _DENIED.search(fold_text(raw)):
            yield JoinedSentence(Sentence(fold_text(raw), raw))


def join_pieces(view: View) -> tuple[JoinedSentence, ...]:
    """All three: answers, labelled lines and rows."""
    return (*join_answers(view.text), *join_labelled(view.text), *join_rows(view))
