"""Lists, tables and questions with answers, each read as one sentence: what stands in several lines is often said by none of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.pages.rules.policy import Sentence, pattern
from probes.schema.reading_table import Texts, Whole
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class JoinedListsTable:
    """The file joined_lists.toml."""

    limits: Whole[Literal["item", "title", "items", "answer", "columns", "paragraph", "joined"]]
    patterns: Texts[Literal["mark", "label", "path", "ends"]]


FILE = SettingsFile("probes.pages.lists", "joined_lists.toml", JoinedListsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_MARK = re.compile(_DATA.patterns["mark"])
_LABEL = re.compile(_DATA.patterns["label"])
_PATH = re.compile(_DATA.patterns["path"])
_ENDS = re.compile(_DATA.patterns["ends"])
_ANSWER = re.compile("[a答][:.、,]|答复[:.]")
_CELLS = re.compile(r"\t+")


@dataclass(frozen=True, slots=True)
class _ListLine:
    """A line, folded and as written: may it stand in a list, does it lead to one, does it ask, and its cells where it is a row."""

    said: str
    raw: str
    item: bool
    leads: bool
    asks: bool
    cells: tuple[str, ...]


@per_text
def read_joined(text: str) -> tuple[Sentence, ...]:
    """Each list with the line above it, each answer with its question, each table and each of its rows as one sentence.

    So is each short paragraph, with its marks, over which no words reach: what stands near them may stand in the sentence
    before.

    The text of a list has commas where a line ended, so that words of the pattern language reach over them;
    ``raw`` are the lines as written, with blanks between. Linear in the length of the text.
    """
    found: list[Sentence] = []
    lead: _ListLine | None = None
    run: list[_ListLine] = []
    for written in without_contents(text).split("\n"):
        line = _list_line(written)
        if not line.said:
            continue
        answers = lead is not None and lead.asks and not run and not line.leads and len(line.said) <= _LIMITS["answer"]
        if (line.item or answers) and len(run) < _LIMITS["items"]:
            run.append(line)
            continue
        found += _joined(lead, run)
        lead, run = (line if line.leads else None), []
        if len(_ENDS_WITHIN.findall(line.said)) > 1 and len(line.said) <= _LIMITS["paragraph"]:
            found.append(Sentence(line.said, line.raw))
    found += _joined(lead, run)
    return tuple(found)


def says_beyond_question(joined: Sentence, words: tuple[str, ...]) -> bool:
    """Do the words stand in more than the question that leads it, or is its answer marked as one? Nobody states what he only asks."""
    if not joined.heading.endswith("?") or _ANSWER.match(joined.text, len(_lead(joined.heading))):
        return True
    asked = len(_lead(joined.heading))
    return any(match.end() > asked for match in pattern(words).finditer(joined.text))


def _lead(heads: str) -> str:
    return heads.rstrip(":?") + ":"


@per_line
def _list_line(written: str) -> _ListLine:
    said = fold_text(written).strip()
    cells = tuple(fold_text(cell).strip() for cell in _CELLS.split(written.strip()))
    row = len(cells) > 1
    short = len(said) <= _LIMITS["item"]
    told = _LABEL.match(said) is not None or _PATH.search(said) is not None
    item = row or (short and (told or _MARK.match(said) is not None))
    asks = short and said.endswith("?")
    leads = not item and (asks or said.endswith(":") or (len(said) <= _LIMITS["title"] and not _ENDS.search(said)))
    leads = leads or (item and asks)
    return _ListLine(said, " ".join(written.split()), item and not asks, leads, asks, cells if row else ())


def _joined(lead: _ListLine | None, run: list[_ListLine]) -> Iterator[Sentence]:
    if not run or (lead is None and len(run) == 1 and not (run[0].cells or _LABEL.match(run[0].said))):
        return
    heads = "" if lead is None else lead.said
    over = [_lead(heads)] if lead is not None else []
    raws = ([] if lead is None else [lead.raw]) + [line.raw for line in run]
    whole = "".join(over) + ",".join(":".join(line.cells) if line.cells else line.said for line in run)
    yield Sentence(_even(whole), " ".join(raws), heads)
    rows = [line for line in run if line.cells]
    if len(rows) < 2 or len(rows[0].cells) < _LIMITS["columns"]:
        return
    names = rows[0].cells
    for row in rows[1:]:
        told = " ".join(f"{name}:{cell}" for name, cell in zip(names, row.cells, strict=False) if cell)
        yield Sentence(_even(told), row.raw, heads)


def _even(said: str) -> str:
    """The text without the ends of sentences within it, and not longer than is read of one."""
    return _ENDS_WITHIN.sub(",", said)[: _LIMITS["joined"]]


_ENDS_WITHIN = re.compile("[。！？!?;；]+,?")
