"""Numbers of persons as any file may write them, and what masks leave of a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

_D = "[0-9０-９]"
_BREAK = r"(?:[ \u00a0\u3000+\-–—]|%20|&nbsp;|&#160;|<[^<>]{0,99}>)"
_GAP = f"{_BREAK}{{0,2}}"
# No digit and no decimal point stands in front, unless it belongs to an escape (%3D13…, \u000a13…) or to the country's number.
_ESCAPED = r"(?<=%[0-9A-Fa-f]{2}.)|(?<=\\u[0-9A-Fa-f]{4}.)|(?<=\\x[0-9A-Fa-f]{2}.)"
_FIRST = rf"(?:(?<![0-9０-９].)(?<![0-9]\..)|{_ESCAPED}|(?<=\+86.)|(?<=[^0-9]86.)|(?<=\A86.))"
_TOKEN = re.compile(f"{_BREAK}|.", re.DOTALL)
_ASCII = str.maketrans("０１２３４５６７８９ＸｘX", "0123456789xxx")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_BARE = re.compile(r"(\\*[\"'])\s*:\s*\Z")  # a field's name stands in front, and no quotation mark


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


@cache
def forms(kind: Kind) -> tuple[re.Pattern[str], re.Pattern[str]]:
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


def hidden(value: str, kind: Kind) -> str:
    """A value as masks show it."""
    return "".join(each if keep else "*" for each, keep in zip(value, shown(len(value), kind), strict=True))


def shown(size: int, kind: Kind) -> list[bool]:
    """Which of so many characters stay."""
    keep = settings()["keep"]
    if kind is Kind.NAME:
        return [at < keep["name"] for at in range(size)]
    if size < keep["shortest"]:
        return [False] * size
    return [at < keep["first"] or at >= size - keep["last"] for at in range(size)]


def kept(said: str, size: int, at: int) -> str:
    """A stretch of a number of that size, from its place there, with what stands between its digits."""
    stays = iter(shown(size, Kind.MOBILE)[at:])
    return "".join(each if _is_break(each) or next(stays) else "*" for each in said)


def number(found: re.Match[str], known: frozenset[str]) -> str:
    bare = digits(found.group())
    if bare not in known:
        return found.group()
    tokens = _TOKEN.findall(found.group())
    stays = iter(shown(len(bare), Kind.MOBILE))
    said = "".join(each if _is_break(each) else each if next(stays) else "*" for each in tokens)
    named = _BARE.search(found.string, max(0, found.start() - 12), found.start())
    after = found.string[found.end() : found.end() + 1]
    return f"{named[1]}{said}{named[1]}" if named and after in ("", ",", "}", "]", "\n", " ", "\r") else said


def _is_break(token: str) -> bool:
    return len(token) > 1 or ord(token) in _NO_BREAK
