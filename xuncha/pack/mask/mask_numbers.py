"""Personal numbers as any file may write them, and which of their characters a mask leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from crawler.settings_file import WordTable

_D = "[0-9０-９]"
_BREAK = r"(?:[ \u00a0\u3000+\-–—]|%20|&nbsp;|&#160;|<[^<>]{0,99}>)"
_GAP = f"{_BREAK}{{0,2}}"
# Not preceded by a digit or decimal point, except as part of an escape (%3D13…, \u000a13…) or the country code.
_ESCAPED = r"(?<=%[0-9A-Fa-f]{2}.)|(?<=\\u[0-9A-Fa-f]{4}.)|(?<=\\x[0-9A-Fa-f]{2}.)"
_FIRST = rf"(?:(?<![0-9０-９].)(?<![0-9]\..)|{_ESCAPED}|(?<=\+86.)|(?<=[^0-9]86.)|(?<=\A86.))"
_TOKEN = re.compile(f"{_BREAK}|.", re.DOTALL)
_ASCII = str.maketrans("０１２３４５６７８９ＸｘX", "0123456789xxx")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_BARE = re.compile(r"(\\*[\"'])\s*:\s*\Z")  # preceded by a field's name, and no quotation mark


class ValueKind(StrEnum):
    """The kinds of personal values."""

    MOBILE = "mobile"
    IDENTITY = "identity"
    OLD_IDENTITY = "old_identity"  # of 15 digits
    CARD = "card"
    NAME = "name"
    NICK = "nick"
    ADDRESS = "address"
    MAIL = "mail"
    TOKEN = "token"


NUMBERS: Mapping[ValueKind, str] = {
    ValueKind.MOBILE: rf"1(?=[3-9３-９ <%&+\-–—\u00a0\u3000]){_FIRST}{_GAP}[3-9３-９](?:{_GAP}{_D}){{9}}(?!{_D})",
    ValueKind.IDENTITY: rf"[1-8]{_FIRST}{_D}{{5}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ](?!{_D})",
    ValueKind.OLD_IDENTITY: rf"[1-8]{_FIRST}{_D}{{5}}{_GAP}{_D}{{6}}{_GAP}{_D}{{3}}(?!{_D})",
    ValueKind.CARD: rf"[1-9]{_FIRST}{_D}{{3}}(?:{_GAP}{_D}{{4}}){{3}}(?:{_GAP}{_D}{{1,3}})?(?!{_D})",
}


@cache
def compile_number_patterns(kind: ValueKind) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for numbers that begin with an ASCII and with a full-width digit.

    They are two because searching is fastest with few possible first characters.
    """
    form = NUMBERS[kind]
    first, rest = (form[:1], form[1:]) if kind is ValueKind.MOBILE else form.split("]", 1)
    wide = first.lstrip("[").translate(_FULL)
    return re.compile(form), re.compile(f"[{wide}]{rest}")


def load_mask_settings() -> Mapping[str, Any]:
    """mask.toml."""
    return WordTable("xuncha.pack.mask", "mask.toml").load()


def normalize_number(number: str) -> str:
    """A number in one form: ASCII, no blanks, lower-case x."""
    return "".join(piece for piece in _TOKEN.findall(number) if len(piece) == 1).translate(_ASCII).translate(_NO_BREAK)


_NO_BREAK = dict.fromkeys(map(ord, " \u00a0\u3000+-–—"))


def mask_value(value: str, kind: ValueKind) -> str:
    """A value with a star for each character that its kind does not keep."""
    return "".join(
        inner if keep else "*" for inner, keep in zip(value, choose_kept_characters(len(value), kind), strict=True)
    )


def choose_kept_characters(size: int, kind: ValueKind) -> list[bool]:
    """Which of ``size`` characters stay."""
    keep = load_mask_settings()["keep"]
    if kind is ValueKind.NAME:
        return [at < keep["name"] for at in range(size)]
    if size < keep["shortest"]:
        return [False] * size
    return [at < keep["first"] or at >= size - keep["last"] for at in range(size)]


def mask_number_stretch(said: str, size: int, at: int) -> str:
    """The masked part of a number of that size, from position ``at``, with what stands between its digits."""
    stays = iter(choose_kept_characters(size, ValueKind.MOBILE)[at:])
    return "".join(character if _is_break(character) or next(stays) else "*" for character in said)


def mask_known_number(found: re.Match[str], known: frozenset[str]) -> str:
    """A number with its mask if it is known, else unchanged."""
    bare = normalize_number(found.group())
    if bare not in known:
        return found.group()
    tokens = _TOKEN.findall(found.group())
    stays = iter(choose_kept_characters(len(bare), ValueKind.MOBILE))
    said = "".join(token if _is_break(token) else token if next(stays) else "*" for token in tokens)
    named = _BARE.search(found.string, max(0, found.start() - 12), found.start())
    after = found.string[found.end() : found.end() + 1]
    return f"{named[1]}{said}{named[1]}" if named and after in ("", ",", "}", "]", "\n", " ", "\r") else said


def _is_break(token: str) -> bool:
    return len(token) > 1 or ord(token) in _NO_BREAK
