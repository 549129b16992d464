"""What an audit is known to hold of persons, and how any text of it looks without: the same value is masked in all its spellings.

Numbers are met with blanks, dashes or tags between their digits and in full width. What is masked keeps its length in characters,
but where a bare number in JSON becomes a quoted one. Masking what is masked changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from tomllib import loads
from typing import Any

from xuncha.pack.mask_words import pattern, plainly, spellings

_D = "[0-9０-９]"
_BREAK = r"(?:[ \u00a0\u3000+\-–—]|%20|&nbsp;|&#160;|<[^<>]{0,99}>)"
_GAP = f"{_BREAK}{{0,2}}"
# No digit stands in front, unless it belongs to an escape (%3D13…, \u000a13…) or to the country's number.
_FIRST = r"(?:(?<![0-9０-９.].)|(?<=%[0-9A-Fa-f]{2}.)|(?<=\\u[0-9A-Fa-f]{4}.)|(?<=\\x[0-9A-Fa-f]{2}.)|(?<=\+86.)|(?<=[^0-9]86.)|(?<=\A86.))"
_TOKEN = re.compile(f"{_BREAK}|.", re.DOTALL)
_ASCII = str.maketrans("０１２３４５６７８９ＸｘX", "0123456789xxx")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_BARE = re.compile(r"(\\*[\"'])\s*:\s*\Z")  # a field's name stands in front, and no quotation mark
_CUT = 100  # characters of a text that may have been cut at its end
_ENDS = re.compile(rf"\A{_D}{{5,}}|{_D}{{5,}}\Z")


class Kind(StrEnum):
    MOBILE = "mobile"
    IDENTITY = "identity"
    OLD_IDENTITY = "old_identity"  # of 15 digits
    CARD = "card"
    NAME = "name"
    NICK = "nick"
    ADDRESS = "address"
    MAIL = "mail"
    TOKEN = "token"


NUMBERS: Mapping[Kind, str] = {
    Kind.MOBILE: rf"1(?=[3-9３-９ <%&+\-–—\u00a0\u3000]){_FIRST}{_GAP}[3-9３-９](?:{_GAP}{_D}){{9}}(?!{_D})",
    Kind.IDENTITY: rf"[1-8]{_FIRST}{_D}{{5}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ](?!{_D})",
    Kind.OLD_IDENTITY: rf"[1-8]{_FIRST}{_D}{{5}}{_GAP}{_D}{{6}}{_GAP}{_D}{{3}}(?!{_D})",
    Kind.CARD: rf"[1-9]{_FIRST}{_D}{{3}}(?:{_GAP}{_D}{{4}}){{3}}(?:{_GAP}{_D}{{1,3}})?(?!{_D})",
}


_WIDE = re.compile("[０-９]")


@cache
def _forms(kind: Kind) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number that begins with an ASCII digit, and one that begins in full width: a text is run through fastest for few beginnings."""
    form = NUMBERS[kind]
    first, rest = (form[:1], form[1:]) if kind is Kind.MOBILE else form.split("]", 1)
    wide = first.lstrip("[").translate(_FULL)
    return re.compile(form), re.compile(f"[{wide}]{rest}")


@cache
def settings() -> Mapping[str, Any]:
    """mask.toml."""
    table: Mapping[str, Any] = loads(files("xuncha.pack").joinpath("mask.toml").read_text("utf-8"))
    return table


def digits(number: str) -> str:
    """A number however it is written: ASCII, no blanks, small x."""
    return "".join(each for each in _TOKEN.findall(number) if len(each) == 1).translate(_ASCII).translate(_NO_BREAK)


_NO_BREAK = dict.fromkeys(map(ord, " \u00a0\u3000+-–—"))


class Known:
    """The values that are masked, by kind; ``keys`` are names of parameters of addresses whose values are masked where they stand."""

    def __init__(self, values: Mapping[Kind, Collection[str]], keys: Collection[str] = ()) -> None:
        self._numbers = {
            kind: (_forms(kind), frozenset(map(digits, values[kind]))) for kind in NUMBERS if values.get(kind)
        }
        self.words = {word: kind for kind in Kind if kind not in NUMBERS for word in sorted(values.get(kind, ()))}
        self._spelt: dict[str, tuple[Kind, str]] = {}
        for word, kind in self.words.items():
            for units in spellings(word):
                shown = _shown(len(word), kind)
                said = "".join(unit if keep else "*" for unit, keep in zip(units, shown, strict=True))
                self._spelt.setdefault("".join(units), (kind, said))
        self._words = re.compile(pattern(self._spelt)) if self._spelt else None
        self._query = _query(keys)

    def touches(self, text: str) -> bool:
        """Whether something of it is masked."""
        return self.masked(text)[1] > 0

    def masked(self, text: str) -> tuple[str, int]:
        """The text without what is known, and in how many places it changed."""
        total = 0
        for (form, wide), known in self._numbers.values():
            for each in (form, wide) if _WIDE.search(text) else (form,):
                text, count = _replaced(each, text, partial(_number, known=known))
                total += count
        if self._words is not None:
            text, count = _replaced(self._words, text, self._word)
            total += count
        if self._query is not None:
            text, count = _replaced(self._query, text, _parameter)
            total += count
        return text, total

    def piece(self, text: str) -> tuple[str, int]:
        """The same of a piece that may have been cut out of a text amid a value: its ends are masked as the whole would be."""
        text, count = self.masked(text)
        for found in reversed(list(_ENDS.finditer(text))):
            said = self._part(found.group(), found.start() == 0, found.end() == len(text))
            if said is not None:
                text, count = text[: found.start()] + said + text[found.end() :], count + 1
        for word, kind in self.words.items():
            for size in range(len(word) - 1, 3, -1) if kind is Kind.ADDRESS and len(text) >= _CUT else ():
                if text.endswith(word[:size]):
                    text, count = text[:-size] + hidden(word, kind)[:size], count + 1
                    break
        return text, count

    def _part(self, said: str, begins: bool, ends: bool) -> str | None:
        bare = said.translate(_ASCII)
        for _, known in self._numbers.values():
            for value in sorted(known):
                if ends and value.startswith(bare):
                    return _kept(said, len(value), 0)
                if begins and value.endswith(bare):
                    return _kept(said, len(value), len(value) - len(said))
        return None

    def _word(self, found: re.Match[str]) -> str:
        kind, said = self._spelt[found.group()]
        return said if _stands(kind, found) else found.group()


def hidden(value: str, kind: Kind) -> str:
    """A value as masks show it."""
    return "".join(each if keep else "*" for each, keep in zip(value, _shown(len(value), kind), strict=True))


def _shown(size: int, kind: Kind) -> list[bool]:
    """Which of so many characters stay."""
    keep = settings()["keep"]
    if kind is Kind.NAME:
        return [at < keep["name"] for at in range(size)]
    if size < keep["shortest"]:
        return [False] * size
    return [at < keep["first"] or at >= size - keep["last"] for at in range(size)]


def _kept(said: str, size: int, at: int) -> str:
    """A stretch of a number of that size, from its place there."""
    shown = _shown(size, Kind.MOBILE)
    return "".join(each if shown[at + index] else "*" for index, each in enumerate(said))


def _replaced(form: re.Pattern[str], text: str, said: Callable[[re.Match[str]], str]) -> tuple[str, int]:
    changed = 0

    def one(found: re.Match[str]) -> str:
        nonlocal changed
        new = said(found)
        changed += new != found.group()
        return new

    text = form.sub(one, text)
    return text, changed


def _number(found: re.Match[str], known: frozenset[str]) -> str:
    bare = digits(found.group())
    if bare not in known:
        return found.group()
    tokens = _TOKEN.findall(found.group())
    shown = iter(_shown(len(bare), Kind.MOBILE))
    said = "".join(each if _is_break(each) else each if next(shown) else "*" for each in tokens)
    named = _BARE.search(found.string, max(0, found.start() - 12), found.start())
    after = found.string[found.end() : found.end() + 1]
    return f"{named[1]}{said}{named[1]}" if named and after in ("", ",", "}", "]", "\n", " ", "\r") else said


def _is_break(token: str) -> bool:
    return len(token) > 1 or ord(token) in _NO_BREAK


def _parameter(found: re.Match[str]) -> str:
    value = found["value"]
    if value.startswith(("${", "{", "+", "$(")):
        return found.group()  # a template's place for one
    return found.group()[: found.start("value") - found.start()] + hidden(value, Kind.TOKEN)


def _query(keys: Collection[str]) -> re.Pattern[str] | None:
    if not keys:
        return None
    named = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    begins = "".join(sorted({case for key in keys for case in (key[0].lower(), key[0].upper())}))
    value = r"(?P<value>(?:(?!%26|%23|\\)[^&\"'<>\s#;]){6,2000})"
    return re.compile(
        rf"[?&;6F](?=[{begins}])(?:(?<=[?&;])|(?<=u0026)|(?<=%26)|(?<=%3F))(?i:{named})(?:=|%3[Dd]|\\u003d){value}"
    )


def _stands(kind: Kind, found: re.Match[str]) -> bool:
    """Whether it is that word here, not a part of another: short names and nicknames are words of the language too."""
    if kind not in (Kind.NAME, Kind.NICK) or (kind is Kind.NAME and len(plainly(found.group())) > 2):
        return True
    text, names = found.string, settings()["name"]
    left = plainly(text[max(0, found.start() - 36) : found.start()])
    right = plainly(text[found.end() : found.end() + 36])
    free = (not left or not left[-1].isalnum()) and (not right or not right[0].isalnum())
    return free or (
        kind is Kind.NAME and (right.startswith(tuple(names["after"])) or left.endswith(tuple(names["before"])))
    )
