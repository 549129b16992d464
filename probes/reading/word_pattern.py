"""Lists of words as one regular expression that is quick to look for: told apart by the first character of each.

``naive`` says what a list means. ``compiled`` finds the very same, only sooner: Python's matcher goes quickly over what no word begins with
where every alternative begins with a character of its own, so leading choices are taken apart and words put together by their first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

SKIP = "[^。！？!?；;\n]"
NUMBER = r"[0-9〇零一二两三四五六七八九十百千半]+"
# What a letter equals where case does not matter, beside its other case; no others do.
_TWINS = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
_MARKS = {"~": f"{SKIP}{{0,8}}?", "…": f"{SKIP}{{0,20}}?", "#": NUMBER, " ": r"\s+"}
_LONG = f"{SKIP}{{0,60}}?"
_MOST = 600  # beginnings of one list; more would cost more to compile than they save


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several rows of items, or none of them."""

    rows: tuple[_Row, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """A piece of a regular expression that is no character."""

    shape: str


_Row = tuple["str | _Mark | _Choice", ...]


def naive(words: Iterable[str]) -> str:
    """The expression as it is written in tables, each word beside the other."""
    made = []
    for word in words:
        one = re.escape(word)
        for mark, meaning in (
            ("……", _LONG),
            ("…", _MARKS["…"]),
            (r"\~", _MARKS["~"]),
            (r"\)\?", ")?"),
            (r"\#", NUMBER),
            (r"\(", "(?:"),
            (r"\)", ")"),
            (r"\|", "|"),
            (r"\ ", r"\s+"),
        ):
            one = one.replace(mark, meaning)
        made.append(one)
    return "|".join(made) if made else r"(?!)"


@lru_cache(maxsize=1024)
def compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words. In a word ``~`` skips up to 8 characters of the same sentence, ``…`` 20, ``……`` 60; ``#`` is a number
    (Arabic or Chinese digits), ``(a|b)`` a choice, ``)?`` an option, a blank any blank; all else is itself. Case does not matter."""
    quick = _quick(words)
    return re.compile(naive(words), re.IGNORECASE) if quick is None else re.compile(quick)


def _quick(words: tuple[str, ...]) -> str | None:
    """The same expression by first characters; None where a word begins with no character of its own."""
    begun: dict[str, dict[str, None]] = {}
    count = 0
    for word in words:
        rows = _parsed(word)
        for row in rows or ((),):
            for first, rest in _beginnings(row):
                count += 1
                if not _plain(first) or count > _MOST:
                    return None
                begun.setdefault(first.lower(), {}).setdefault(_shape(rest))
    parts = []
    for first, rests in begun.items():
        behind = next(iter(rests)) if len(rests) == 1 else f"(?:{'|'.join(rests)})"
        if not all(_caseless(rest) for rest in rests):
            behind = f"(?i:{behind})"
        parts += [re.escape(each) + behind for each in _cases(first)]
    return "|".join(parts) if parts else None


def _plain(first: str) -> bool:
    return first != "" and (first.isascii() or _caseless(first))


def _caseless(text: str) -> bool:
    return all(each.lower() == each.upper() for each in text)


def _cases(first: str) -> str:
    """Every character that equals this lower-case one where case does not matter."""
    return "".join(dict.fromkeys((first, first.upper(), *_TWINS.get(first, ""))))


def _beginnings(row: _Row) -> Iterator[tuple[str, _Row]]:
    """Each first character with all that follows, in the order in which they are tried; "" where there is none."""
    if not row or isinstance(row[0], _Mark):
        yield "", row
        return
    head, rest = row[0], row[1:]
    if isinstance(head, str):
        yield head, rest
        return
    for each in head.rows:
        yield from _beginnings((*each, *rest))
    if head.optional:
        yield from _beginnings(rest)


def _shape(row: _Row) -> str:
    made = ""
    for each in row:
        if isinstance(each, str):
            made += re.escape(each)
        elif isinstance(each, _Mark):
            made += each.shape
        else:
            made += f"(?:{'|'.join(map(_shape, each.rows))}){'?' if each.optional else ''}"
    return made


def _parsed(word: str) -> tuple[_Row, ...]:
    """The rows of a word; none where its brackets do not fit, which ``naive`` then tells of."""
    rows, at = _rows(word, 0)
    return rows if at == len(word) else ()


def _rows(word: str, at: int) -> tuple[tuple[_Row, ...], int]:
    """Rows parted by bars from there to the bracket that closes them, and where that is."""
    rows: list[_Row] = []
    row: list[str | _Mark | _Choice] = []
    while at < len(word) and word[at] != ")":
        here = word[at]
        if here == "|":
            rows.append(tuple(row))
            row = []
        elif here == "(":
            inner, end = _rows(word, at + 1)
            if end >= len(word):
                return (), -1
            optional = word[end + 1 : end + 2] == "?"
            row.append(_Choice(inner, optional))
            at = end + optional
        elif word.startswith("……", at):
            row.append(_Mark(_LONG))
            at += 1
        else:
            row.append(_Mark(_MARKS[here]) if here in _MARKS else here)
        at += 1
    return (*rows, tuple(row)), at
