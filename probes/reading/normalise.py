"""Page text made comparable, with the way back to the raw text (criteria 0.7)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from string import ascii_lowercase, ascii_uppercase
from typing import overload

from probes.reading.remember import LINES, per_line, per_text

_DATA: dict[str, str] = tomllib.loads(files("probes.reading").joinpath("normalise.toml").read_text("utf-8"))
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WHITE = re.compile(r"[ \n]+")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_BREAK = re.compile(r" *\n[ \n]*")
_BLANKS = re.compile(r" {2,}")
_BETWEEN = re.compile(f" (?<=[{_HAN}] )(?=[{_HAN}])")  # the blank first: that is what is looked for quickly


def _replacements() -> dict[str, str]:
    table = dict.fromkeys(_DATA["drop"], "")
    table |= dict.fromkeys(_DATA["spaces"], " ") | dict.fromkeys(_DATA["lines"], "\n")
    table |= dict.fromkeys(_DATA["opening"], "(") | dict.fromkeys(_DATA["closing"], ")")
    table |= dict.fromkeys(_DATA["dashes"], "-")
    return table | {pair[0]: pair[1] for pair in _DATA["traditional"].split()}


class _Characters(dict[int, str]):
    """What each code point becomes, worked out when first met; a pure function, so remembering is only speed."""

    def __init__(self, replacements: dict[str, str]) -> None:
        super().__init__()
        self._replacements = replacements

    def __missing__(self, code: int) -> str:
        character = chr(code)
        direct = self._replacements.get(character)
        if direct is None:
            # NFKC a character at a time: composing across characters would break the map back, and no word or number here needs it.
            compatible = unicodedata.normalize("NFKC", character)
            direct = "".join(self._replacements.get(part, part) for part in compatible)
        self[code] = direct
        return direct


_CHARACTERS = _Characters(_replacements())
_SINGLE: set[str] = set()  # characters met that become one character; as pure
_SAME: set[str] = set()  # and those that stay what they are


@dataclass(frozen=True, slots=True)
class Normalised:
    """Comparable text; ``offsets[i]`` is the index in ``raw`` of the character that ``text[i]`` came from."""

    raw: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of ``text[start:end]``; for an empty one, an empty span at the same place."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def cut(self, start: int, end: int) -> str:
        """The raw text that ``text[start:end]`` came from, for quoting."""
        left, right = self.span(start, end)
        return self.raw[left:right]


REMEMBERED = 120  # characters; longer texts are remembered no longer than their visit is judged


def text(raw: str) -> Normalised:
    """NFKC, marks dropped, brackets and dashes unified, simplified characters; case and spaces kept."""
    return _known(raw) if len(raw) <= REMEMBERED else _page(raw)


def _text(raw: str) -> Normalised:
    if _SAME.issuperset(raw):
        return Normalised(raw, raw, range(len(raw)))
    if _SINGLE.issuperset(raw):
        return Normalised(raw, raw.translate(_CHARACTERS), range(len(raw)))
    unmet = set(raw) - _SINGLE
    odd = [character for character in unmet if len(_CHARACTERS[ord(character)]) != 1]
    _SINGLE.update(unmet.difference(odd))
    _SAME.update(character for character in unmet if _CHARACTERS[ord(character)] == character)
    clean = raw.translate(_CHARACTERS)
    if not odd:
        return Normalised(raw, clean, range(len(raw)))
    return Normalised(raw, clean, _Offsets(raw, "".join(odd), len(clean)))


def _of_lines(raw: str) -> Normalised:
    """A page, put together from its lines: most of them stand on other pages too. What a character becomes hangs on nothing else."""
    lines = [_known(line) if len(line) <= REMEMBERED else _text(line) for line in raw.split("\n")]
    clean = "\n".join(line.text for line in lines)
    if all(isinstance(line.offsets, range) for line in lines):
        return Normalised(raw, clean, range(len(raw)))
    odd = "".join(character for character in set(raw) if len(_CHARACTERS[ord(character)]) != 1)
    return Normalised(raw, clean, _Offsets(raw, odd, len(clean)))


class _Offsets(Sequence[int]):
    """Worked out when somebody first asks for one: most texts are only searched. ``odd`` are the characters that become none or many."""

    __slots__ = ("_known", "_length", "_odd", "_raw")

    def __init__(self, raw: str, odd: str, length: int) -> None:
        self._raw, self._odd, self._length = raw, odd, length
        self._known: tuple[int, ...] | None = None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[int, ...]: ...
    def __getitem__(self, at: int | slice) -> int | tuple[int, ...]:
        if self._known is None:
            self._known = tuple(self._all())
        return self._known[at]

    def _all(self) -> Iterator[int]:
        previous = 0
        for match in re.finditer(f"[{re.escape(self._odd)}]", self._raw):
            at = match.start()
            yield from range(previous, at)
            yield from (at,) * len(_CHARACTERS[ord(match.group())])
            previous = at + 1
        yield from range(previous, len(self._raw))


_known = lru_cache(maxsize=LINES)(_text)  # each reading of numbers, dates, prices asks for the same line
_page = per_text(_of_lines)  # and for the same page


def folded(raw: str) -> Normalised:
    """``text`` for matching words: lower case, white space collapsed, spaces between Chinese characters gone.

    A line break stays one, so that words of two blocks do not run together.
    """
    base = text(raw)
    clean = lower(base.text)
    parts: list[str] = []
    pieces: list[Sequence[int]] = []
    previous = 0
    for match in _WHITE.finditer(clean):
        start, end = match.span()
        white = "\n" if "\n" in match.group() else " "
        between = (
            start > 0
            and end < len(clean)
            and _HAN_CHARACTER.match(clean[start - 1])
            and _HAN_CHARACTER.match(clean[end])
        )
        if white == match.group() and not (white == " " and between):
            continue
        parts.append(clean[previous:start])
        pieces.append(base.offsets[previous:start])
        if not (white == " " and between):
            parts.append(white)
            pieces.append((base.offsets[start],))
        previous = end
    if not parts:
        return Normalised(raw, clean, base.offsets)
    parts.append(clean[previous:])
    pieces.append(base.offsets[previous:])
    return Normalised(raw, "".join(parts), tuple(chain.from_iterable(pieces)))


@per_line
def plain(raw: str) -> str:
    """The text of ``folded``: what word lists are matched on."""
    return _remembered(raw) if len(raw) <= REMEMBERED else _plain_page(raw)


def _plain(raw: str) -> str:
    """As ``folded`` does it, without the way back."""
    clean = lower(raw if _SAME.issuperset(raw) else raw.translate(_CHARACTERS))
    if "\n" in clean:
        clean = _BREAK.sub("\n", clean)
    if " " in clean:
        clean = _BETWEEN.sub("", _BLANKS.sub(" ", clean) if "  " in clean else clean)
    return clean


_plain_page = per_text(_plain)
_remembered = lru_cache(maxsize=1 << 16)(_plain)  # labels are asked for by every probe, and most stand on every page


def lower(clean: str) -> str:
    """The text in lower case, character for character, so that offsets stay true."""
    lowered = clean.lower()  # never shortens; where it lengthens (İ), only ASCII is lowered
    return lowered if len(lowered) == len(clean) else clean.translate(_LOWER)


def upper(clean: str) -> str:
    """The text in upper case, character for character, so that offsets stay true."""
    raised = clean.upper()  # never shortens; where it lengthens (ß), only ASCII is raised
    return raised if len(raised) == len(clean) else clean.translate(_UPPER)
