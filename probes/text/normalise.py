"""Page text made comparable, with a map back to the raw text (criteria 0.7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase, ascii_uppercase
from typing import overload

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class NormaliseTable:
    """The file normalise.toml."""

    drop: str
    spaces: str
    lines: str
    opening: str
    closing: str
    dashes: str
    traditional: str
    synonyms: Mapping[str, str]


FILE = SettingsFile("probes.text", "normalise.toml", NormaliseTable)
_DATA = FILE.load()
_SYNONYMS = _DATA.synonyms
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WHITE = re.compile(r"[ \n]+")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_BREAK = re.compile(r" *\n[ \n]*")
_MARKS = re.compile("[*#`]")
_BLANKS = re.compile(r" {2,}")
_BETWEEN = re.compile(f" (?<=[{_HAN}] )(?=[{_HAN}])")  # the blank first: that is what is looked for quickly


def _replacements() -> dict[str, str]:
    table = dict.fromkeys(_DATA.drop, "")
    table |= dict.fromkeys(_DATA.spaces, " ") | dict.fromkeys(_DATA.lines, "\n")
    table |= dict.fromkeys(_DATA.opening, "(") | dict.fromkeys(_DATA.closing, ")")
    table |= dict.fromkeys(_DATA.dashes, "-")
    return table | {pair[0]: pair[1] for pair in _DATA.traditional.split()}


class _Characters(dict[int, str]):
    """What each code point becomes, computed when it is first met. A pure function, so remembering only saves time."""

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
_SINGLE: set[str] = set()  # characters met so far that become one character; this is pure too
_SAME: set[str] = set()  # and those that stay the same


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


REMEMBERED = 120  # characters of a line; longer texts are remembered as pages are, fewer of them


def normalise_text(raw: str) -> Normalised:
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
    """Normalise a page line by line: most lines appear on other pages too, and what a character becomes depends on nothing around it."""
    lines = [_known(line) if len(line) <= REMEMBERED else _text(line) for line in raw.split("\n")]
    clean = "\n".join(line.text for line in lines)
    if all(isinstance(line.offsets, range) for line in lines):
        return Normalised(raw, clean, range(len(raw)))
    odd = "".join(character for character in set(raw) if len(_CHARACTERS[ord(character)]) != 1)
    return Normalised(raw, clean, _Offsets(raw, odd, len(clean)))


class _Offsets(Sequence[int]):
    """Offsets computed on first use, since most texts are only searched. ``odd`` are the characters that become none or several."""

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


_known = per_line(_text)  # each reading of numbers, dates, prices asks for the same line
_page = per_text(_of_lines)  # and for the same page


def fold_lines(raw: str) -> Normalised:
    """Normalise text for matching words: lower case, white space collapsed, spaces between Chinese characters removed.

    Line breaks are kept, so that words of two blocks do not run together.
    """
    base = normalise_text(raw)
    clean = lower_text(base.text)
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
def plain_text(raw: str) -> str:
    """The text that ``fold_lines`` gives, which word lists are matched on."""
    return _remembered(raw) if len(raw) <= REMEMBERED else _plain_page(raw)


def _plain(raw: str) -> str:
    """As ``fold_lines``, without the map back to the raw text."""
    clean = lower_text(raw if _SAME.issuperset(raw) else raw.translate(_CHARACTERS))
    if "\n" in clean:
        clean = _BREAK.sub("\n", clean)
    if " " in clean:
        clean = _BETWEEN.sub("", _BLANKS.sub(" ", clean) if "  " in clean else clean)
    return clean


_plain_page = per_text(_plain)
_remembered = per_line(_plain)  # labels are asked for by every probe, and most stand on every page


@per_line
def fold_text(text: str) -> str:
    """The text as patterns see it: ``plain_text`` line by line, without Markdown marks, words of Taiwan and Hong Kong replaced."""
    if len(text) <= REMEMBERED and "\n" not in text:
        return _folded_line(text)
    return "\n".join(_folded_line(line) if len(line) <= REMEMBERED else _fold(line) for line in text.split("\n"))


def _fold(line: str) -> str:
    """One line folded; no synonym spans a line break."""
    folded = _MARKS.sub("", plain_text(line))
    for word, same in _SYNONYMS.items():
        folded = folded.replace(word, same)
    return folded


_folded_line = per_line(_fold)  # most lines stand on many pages, and are asked for by many probes


def lower_text(clean: str) -> str:
    """The text in lower case, character for character, so that offsets stay true."""
    lowered = clean.lower()  # never shortens; where it lengthens (İ), only ASCII is lowered
    return lowered if len(lowered) == len(clean) else clean.translate(_LOWER)


def upper_text(clean: str) -> str:
    """The text in upper case, character for character, so that offsets stay true."""
    raised = clean.upper()  # never shortens; where it lengthens (ß), only ASCII is raised
    return raised if len(raised) == len(clean) else clean.translate(_UPPER)
