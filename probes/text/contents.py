"""Tables of contents: lines that only name what follows further down. They state nothing, whatever words they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Numbers, Texts, Words
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """The file contents.toml."""

    limits: Numbers[Literal["entry", "run", "titled", "share", "marks", "inline"]]
    words: Words[Literal["title"]]
    patterns: Texts[Literal["mark", "leader", "ended"]]


FILE = SettingsFile("probes.text", "contents.toml", ContentsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_TITLES = frozenset(_DATA.words["title"])
_MARK = re.compile(rf"(?:^|(?<=[\s:：|]))(?:{_DATA.patterns['mark']})\s*")
_LEADER = re.compile(_DATA.patterns["leader"])
_ENDED = re.compile(_DATA.patterns["ended"])
_TITLE = re.compile(
    rf"^\s*[【\[]?(?:{'|'.join(re.escape(word) for word in sorted(_TITLES, key=len, reverse=True))})[】\]]?\s*[:：]?\s*",
    re.IGNORECASE,
)
_ROOM = 20  # times an entry's longest that a line of contents may be long


@per_text
def without_contents(text: str) -> str:
    """The text with its lines of contents emptied, so that all other lines keep their places. Linear in its length.

    Contents are a line that calls itself so and numbers what follows, or a run of short lines without a sentence end
    that appear again further down, as headings do.
    """
    lines = text.split("\n")
    keys = [_key(line) for line in lines]
    last = {key: at for at, key in enumerate(keys) if key}
    gone = {at for at, line in enumerate(lines) if _inline(line, at, last)}
    for run, least in _runs(lines, keys, last):
        below = [at for at in run if last[keys[at]] > run[-1]]
        if len(below) >= least:
            gone.update(below)
    return "\n".join("" if at in gone else line for at, line in enumerate(lines)) if gone else text


@per_line
def _key(line: str) -> str:
    """What an entry and its heading have in common: its words without number and page; empty for what is no entry."""
    said = line.strip()
    if not said or len(said) > _LIMITS["entry"] or _ENDED.search(said):
        return ""
    return "".join(_LEADER.sub("", _MARK.sub("", said, count=1)).split()).lower()


def _inline(line: str, at: int, last: dict[str, int]) -> bool:
    """Is this one line that lists chapters (目录：一、总则 二、订单 三、售后)?"""
    if not line or len(line) > _ROOM * _LIMITS["entry"] or "。" in line:
        return False
    titled, pieces = _chapters(line)
    if titled:
        return len(pieces) >= _LIMITS["marks"]
    if len(pieces) < _LIMITS["inline"]:
        return False
    return sum(last.get(key, -1) > at for key in pieces) >= _LIMITS["share"] * len(pieces)


@per_line
def _chapters(line: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a line calls itself contents, and the entries that its marks part."""
    titled = _TITLE.match(line)
    parts = _MARK.split(line[titled.end() :] if titled else line)
    return titled is not None, tuple(key for piece in parts if (key := _key(piece)))


def _runs(lines: list[str], keys: list[str], last: dict[str, int]) -> Iterator[tuple[list[int], float]]:
    """Runs of entries that appear again further down, with one other line between them allowed, each with how many it needs."""
    run: list[int] = []
    least, strangers = _LIMITS["run"], 0
    for at, line in enumerate(lines):
        key = keys[at]
        if key in _TITLES or (line.strip() and not key):  # what calls itself contents begins a run, a sentence ends one
            if run:
                yield run, least
            run, least, strangers = [], _LIMITS["titled" if key in _TITLES else "run"], 0
        elif key and last[key] > at:
            run.append(at)
            strangers = 0
        elif key:
            strangers += 1
            if strangers > 1 and run:
                yield run, least
                run, least = [], _LIMITS["run"]
    if run:
        yield run, least
