"""Compiles lists of words into one fast regular expression, which branches on the first character of each word.

``naive_pattern`` defines what a list means; ``compile_words`` matches exactly the same, only faster. Python's matcher
quickly skips text at which no word can begin if every alternative begins with a character of its own, so leading
choices are expanded and words are grouped by their first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from crawler.spelling import CHANCE

SKIP = "[^。！？!?；;\n]"
NUMBER = r"[0-9〇零一二两三四五六七八九十百千半]{1,24}"  # bounded: a run of digits would be tried from each of them
# Characters that equal a letter case-insensitively besides its other case; there are no others.
_TWINS = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
_END = r"(?=\s*(?:\n|\Z))"
_MARKS = {"~": f"{SKIP}{{0,8}}?", "…": f"{SKIP}{{0,20}}?", "#": NUMBER, " ": r"\s+", "¶": _END}
_LONG = f"{SKIP}{{0,60}}?"
# A word that may occur by chance in others is followed by a mark of its own that says between which characters.
_FIRST_GUARD = 0xF0000
_GUARDS = {word: chr(_FIRST_GUARD + number) for number, word in enumerate(CHANCE)}


def _guard(word: str) -> str:
    """A look-around to put after the word, so that it does not match between those neighbours."""
    befores: dict[str, set[str]] = {}
    for before, after in CHANCE[word]:
        befores.setdefault(after, set()).add(before)
    afters: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for after, before_it in befores.items():
        for size in {len(before) for before in before_it}:  # Python looks behind by a fixed width
            same = tuple(sorted(before for before in before_it if len(before) == size))
            afters.setdefault((size, same), []).append(after)
    return "".join(
        f"(?!(?<=(?:{'|'.join(map(re.escape, same))}){re.escape(word)})(?:{'|'.join(map(re.escape, sorted(after)))}))"
        if size
        else f"(?!(?:{'|'.join(map(re.escape, sorted(after)))}))"
        for (size, same), after in afters.items()
    )


_MARKS |= {mark: _guard(word) for word, mark in _GUARDS.items()}


@lru_cache(maxsize=16384)
def guard_word(word: str) -> str:
    """The word with a guard after each word of ``CHANCE`` in it, except where the written word itself contains the chance neighbours."""
    for known, mark in _GUARDS.items():
        if known not in word:
            continue
        wholes = {before + known + after for before, after in CHANCE[known]}
        if not any(whole in word for whole in wholes):
            word = word.replace(known, known + mark)
    return word


_MOST = 12  # beginnings of one list: longer ones cost seconds to compile in each process and find nothing sooner


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice of one of several rows of items; ``optional`` if it may be left out."""

    rows: tuple[_Row, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """A piece of a regular expression that is not a literal character."""

    shape: str


_Row = tuple["str | _Mark | _Choice", ...]


def naive_pattern(words: Iterable[str]) -> str:
    """The expression exactly as the tables write it, one alternative for each word."""
    made = []
    for word in map(guard_word, words):
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
            ("¶", _END),
            *((mark, _MARKS[mark]) for mark in _GUARDS.values() if mark in word),
        ):
            one = one.replace(mark, meaning)
        made.append(one)
    return "|".join(made) if made else r"(?!)"


@lru_cache(maxsize=4096)  # over a thousand lists of our own words; they stay cached for the next judging
def compile_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that matches any of the words.

    In a word ``~`` skips up to 8 characters of the same sentence, ``…`` 20, ``……`` 60; ``#`` is a number (Arabic or
    Chinese digits), ``(a|b)`` a choice, ``)?`` an option, a blank any blank; all else is literal. Case does not
    matter. ``¶`` is the end of a line. A word that only arises by chance across two other words
    (crawler/spelling.toml) is not matched.
    """
    quick = _quick(words)
    return re.compile(naive_pattern(words), re.IGNORECASE) if quick is None else re.compile(quick)


@dataclass(frozen=True, slots=True)
class NeededPieces:
    """Lower-case characters, and pairs of neighbours, without which a text holds no word of a list.

    Far quicker to look up than a pattern is to search for, and to compile. ``rows``: for each way to match, sets of
    which each must have a piece in the text. ``first``: pieces of which every match holds one; None where that cannot be told.
    """

    rows: tuple[tuple[frozenset[str], ...], ...]
    first: frozenset[str] | None

    def may_match(self, pieces: AbstractSet[str]) -> bool:
        """False only where a text with those pieces surely holds none of the words."""
        if self.first is not None and pieces.isdisjoint(self.first):
            return False
        for row in self.rows:
            for needed in row:
                if pieces.isdisjoint(needed):
                    break
            else:
                return True
        return False

    def find_lines(self, lines: Mapping[str, int], every: int) -> int:
        """Which lines may match, as bits of a number, where each piece stands in the ``lines`` and ``every`` is all of them."""
        if self.first is not None and lines.keys().isdisjoint(self.first):
            return 0
        found = 0
        for row in self.rows:
            left = every
            for needed in row:
                with_one = 0
                for piece in needed:
                    with_one |= lines.get(piece, 0)
                left &= with_one
                if not left:
                    break
            found |= left
        return found


@lru_cache(maxsize=16384)
def needed_pieces(words: tuple[str, ...]) -> NeededPieces:
    """What a text must have for ``compile_words`` of these to match in it."""
    rows = tuple(row for word in words for row in _needed_rows(word))
    first: frozenset[str] = frozenset().union(*(min(row, key=_commonness) for row in rows if row))
    return NeededPieces(rows, first if all(rows) else None)


@lru_cache(maxsize=16384)  # a word stands in several lists, and is asked for by itself too
def _needed_rows(word: str) -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(tuple(_needed(row)) for row in _parsed(guard_word(word)) or ((),))


def _commonness(pieces: frozenset[str]) -> tuple[bool, int]:
    return any(len(piece) < 2 for piece in pieces), len(pieces)


def _needed(row: _Row) -> Iterator[frozenset[str]]:
    """Pieces of which each match of the row holds one, for each of its parts that is not optional."""
    before = ""
    for piece, after in pairwise((*row, "")):
        if isinstance(piece, _Choice) and not piece.optional:
            within = [list(_needed(inner)) for inner in piece.rows]
            if all(within):
                yield frozenset().union(*(min(sets, key=_commonness) for sets in within))
        here = piece.lower() if isinstance(piece, str) and _steady(piece) else ""
        if here and before:
            yield frozenset((before + here,))
        elif here and not (isinstance(after, str) and _steady(after)):
            yield frozenset((here,))  # a character by itself, before what is not known
        before = here


def _steady(character: str) -> bool:
    """Whether it matches nothing but itself and its one other case, which has the same lower case."""
    return character != "" and (_caseless(character) or (character.isascii() and character.lower() not in _TWINS))


@lru_cache(maxsize=16384)
def compile_word(word: str) -> re.Pattern[str]:
    """A pattern for one word, to ask of a line or two: compiled in less than half the time, and slower to search with."""
    return re.compile(naive_pattern((word,)), re.IGNORECASE)


def _quick(words: tuple[str, ...]) -> str | None:
    """The same expression grouped by first characters; None where a word does not begin with a literal character."""
    begun: dict[str, dict[str, None]] = {}
    count = 0
    for word in map(guard_word, words):
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
        parts += [re.escape(case) + behind for case in _cases(first)]
    return "|".join(parts) if parts else None


def _plain(first: str) -> bool:
    return first != "" and (first.isascii() or _caseless(first))


def _caseless(text: str) -> bool:
    return all(character.lower() == character.upper() for character in text)


def _cases(first: str) -> str:
    """Every character that equals this lower-case one when case is ignored."""
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
    for head_row in head.rows:
        yield from _beginnings((*head_row, *rest))
    if head.optional:
        yield from _beginnings(rest)


def _shape(row: _Row) -> str:
    made = ""
    for piece in row:
        if isinstance(piece, str):
            made += re.escape(piece)
        elif isinstance(piece, _Mark):
            made += piece.shape
        else:
            made += f"(?:{'|'.join(map(_shape, piece.rows))}){'?' if piece.optional else ''}"
    return made


def _parsed(word: str) -> tuple[_Row, ...]:
    """The rows of a word; empty where its brackets do not match (``naive_pattern`` then raises the error)."""
    rows, at = _rows(word, 0)
    return rows if at == len(word) else ()


def _rows(word: str, at: int) -> tuple[tuple[_Row, ...], int]:
    """The rows, separated by bars, from position ``at`` to the closing bracket, and the position of that bracket."""
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
