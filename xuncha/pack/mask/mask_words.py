"""Words as one pattern, and the spellings that files use: plain, in addresses, in JSON and in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

_FULL_WIDTH = {ord("0") + number: 0xFF10 + number for number in range(10)}
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_CODED = re.compile(r"&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});")
_BLANK = re.compile(r"\\[nrt]")


def list_spellings(word: str) -> Iterator[Sequence[str]]:
    """Every spelling of a word, character by character, so that a mask can keep the spelling of those that stay."""
    yield tuple(word)
    if word.isascii() and word.isalnum():
        return
    for case in (str.lower, str.upper):
        yield tuple(c if c.isascii() and c.isalnum() else _json(c, case) for c in word)
        for times in (1, 2, 4, 8):  # JSON in a string of JSON in one
            yield tuple(c if c.isascii() else _json(c, case).replace("\\", "\\" * times) for c in word)
        yield tuple(c if c.isascii() else f"&#x{case(f'{ord(c):x}')};" for c in word)
        yield tuple(_percent(c, "utf-8", case) for c in word)
        yield tuple(_percent(c, "gb18030", case) for c in word)
    yield tuple(c if c.isascii() else f"&#{ord(c)};" for c in word)


def list_coded_numbers(number: str) -> Iterator[Sequence[str]]:
    """Spellings of a number without any plain digit: escaped full width, and HTML character numbers."""
    wide = number.translate(_FULL_WIDTH)
    if wide.isascii():
        return
    for units in list_spellings(wide):
        if units != tuple(wide):
            yield units
    yield tuple(f"&#{ord(digit)};" for digit in number)
    yield tuple(f"&#x{ord(digit):x};" for digit in number)


def _json(character: str, case: Any) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join("\\u" + case(units[at : at + 4]) for at in range(0, len(units), 4))


def _percent(character: str, encoding: str, case: Any) -> str:
    said = quote(character, safe="", encoding=encoding, errors="replace")
    return said if len(said) == 1 else str(case(said))


def resolve_escapes(text: str) -> str:
    """The text of a short piece of any file, with JSON, HTML and URL escapes resolved."""
    text = _BLANK.sub("\n", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    return unquote(_CODED.sub(_character, text))


def _character(found: re.Match[str]) -> str:
    code = int(found[1][1:], 16) if found[1][0] == "x" else int(found[1])
    return chr(code) if code <= 0x10FFFF else found[0]


def build_pattern(words: Iterable[str]) -> str:
    """A pattern that matches any of these words, longer ones first, made fast by merging common beginnings."""
    tree: dict[str, Any] = {}
    for word in words:
        at = tree
        for character in word:
            at = at.setdefault(character, {})
        at[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    """Walks down single branches without recursion, since words may be long."""
    run: list[str] = []
    while len(tree) == 1 and "" not in tree:
        (character, tree), *_ = tree.items()
        run.append(re.escape(character))
    if not tree or tree.keys() == {""}:
        return "".join(run)
    inner = "|".join(re.escape(character) + _branches(tree[character]) for character in sorted(tree) if character)
    return "".join(run) + f"(?:{inner})" + ("?" if "" in tree else "")
