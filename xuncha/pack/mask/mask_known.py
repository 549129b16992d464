"""The personal values known of an audit, and any text without them: each value is masked in all its spellings.

Numbers are recognised with blanks, dashes or tags between their digits, and in full width. Masked text keeps its length
in characters, except where a bare number in JSON becomes a quoted one. Masking twice changes nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from xuncha.pack.mask.mask_fields import mask_named_fields
from xuncha.pack.mask.mask_numbers import (
    NUMBERS,
    ValueKind,
    choose_kept_characters,
    compile_number_patterns,
    load_mask_settings,
    mask_known_number,
    mask_number_stretch,
    mask_value,
    normalize_number,
)
from xuncha.pack.mask.mask_words import build_pattern, list_coded_numbers, list_spellings, resolve_escapes

_CUT = 100  # characters of a text that may have been cut at its end
_D, _OPENS, _ENDS = "[0-9０-９]", "「『“", "」』”…"  # quotes in our own sentences may have been cut out of a text too
_RUNS = tuple(
    re.compile(rf"(?:\A|(?<=[{_OPENS}])){run}|{run}(?=[{_ENDS}]|\.\.\.|\Z)")
    for run in (f"{_D}(?:[ -]?{_D}){{4,30}}", f"{_D}{{5,}}")
)
_WIDE = re.compile("[０-９]")


class KnownValues:
    """The values to mask, by kind.

    ``keys``: URL parameters whose values are masked wherever they occur. ``placed``: names too short or too common to
    be recognised outside of data fields that hold names.
    """

    def __init__(
        self, values: Mapping[ValueKind, Collection[str]], keys: Collection[str] = (), placed: Collection[str] = ()
    ) -> None:
        self._placed = frozenset(placed)
        self._numbers = {
            kind: (compile_number_patterns(kind), frozenset(map(normalize_number, values[kind])))
            for kind in NUMBERS
            if values.get(kind)
        }
        self.words = {word: kind for kind in ValueKind if kind not in NUMBERS for word in sorted(values.get(kind, ()))}
        self._spelt: dict[str, tuple[ValueKind, str]] = {}
        for word, kind in self.words.items():
            for units in list_spellings(word):
                self._spell(units, kind)
        for kind in self._numbers:
            for number in sorted(self._numbers[kind][1]):
                for units in list_coded_numbers(number):
                    self._spell(units, kind)
        self._words = re.compile(build_pattern(self._spelt)) if self._spelt else None
        self._query = _query(keys)

    def _spell(self, units: Sequence[str], kind: ValueKind) -> None:
        stays = choose_kept_characters(len(units), kind)
        said = "".join(unit if keep else "*" for unit, keep in zip(units, stays, strict=True))
        self._spelt.setdefault("".join(units), (kind, said))

    def contains_known(self, text: str) -> bool:
        """Whether anything in the text would be masked."""
        return self.masked(text)[1] > 0

    def masked(self, text: str) -> tuple[str, int]:
        """The text with known values masked, and how many places changed."""
        total = 0
        for (form, wide), known in self._numbers.values():
            for pattern in (form, wide) if not text.isascii() and _WIDE.search(text) else (form,):
                text, count = _replaced(pattern, text, partial(mask_known_number, known=known))
                total += count
        if self._words is not None:
            count = 1
            while count:  # once masked, it no longer adjoins the next value as a part of it
                text, count = _replaced(self._words, text, self._word)
                total += count
        if self._placed:
            text, count = mask_named_fields(text, self._placed)
            total += count
        if self._query is not None:
            text, count = _replaced(self._query, text, _parameter)
            total += count
        return text, total

    def piece(self, text: str) -> tuple[str, int]:
        """The same for a piece that may be cut out of a text in mid-value: its ends are masked as in the whole."""
        text, count = self.masked(text)
        for form in _RUNS:
            for found in reversed(list(form.finditer(text))):
                before, after = text[: found.start()], text[found.end() :]
                begins, ends = before[-1:] in ("", *_OPENS), after[:1] in ("", *_ENDS) or after.startswith("...")
                if (said := self._part(found.group(), begins, ends)) is not None:
                    text, count = before + said + after, count + 1
        for word, kind in self.words.items():
            for size in range(len(word) - 1, 3, -1) if kind is ValueKind.ADDRESS and len(text) >= _CUT else ():
                if text.endswith(word[:size]):
                    text, count = text[:-size] + mask_value(word, kind)[:size], count + 1
                    break
        return text, count

    def _part(self, said: str, begins: bool, ends: bool) -> str | None:
        bare = normalize_number(said)
        for _, known in self._numbers.values():
            for value in sorted(known):
                if ends and value.startswith(bare):
                    return mask_number_stretch(said, len(value), 0)
                if begins and value.endswith(bare):
                    return mask_number_stretch(said, len(value), len(value) - len(bare))
        return None

    def _word(self, found: re.Match[str]) -> str:
        kind, said = self._spelt[found.group()]
        return said if _stands(kind, found) else found.group()


def _replaced(form: re.Pattern[str], text: str, said: Callable[[re.Match[str]], str]) -> tuple[str, int]:
    changed = 0

    def one(found: re.Match[str]) -> str:
        nonlocal changed
        new = said(found)
        changed += new != found.group()
        return new

    text = form.sub(one, text)
    return text, changed


def _parameter(found: re.Match[str]) -> str:
    value = found["value"]
    if value.startswith(("${", "{", "+", "$(")):
        return found.group()  # a template's placeholder
    return found.group()[: found.start("value") - found.start()] + mask_value(value, ValueKind.TOKEN)


def _query(keys: Collection[str]) -> re.Pattern[str] | None:
    if not keys:
        return None
    named = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    begins = "".join(sorted({case for key in keys for case in (key[0].lower(), key[0].upper())}))
    value = r"(?P<value>(?:(?!%26|%23|\\)[^&\"'<>\s#;]){6,2000})"
    return re.compile(
        rf"[?&;6F](?=[{begins}])(?:(?<=[?&;])|(?<=u0026)|(?<=%26)|(?<=%3F))(?i:{named})(?:=|%3[Dd]|\\u003d){value}"
    )


def _stands(kind: ValueKind, found: re.Match[str]) -> bool:
    """Whether it is that word here and not part of another: short names and nicknames are ordinary words too."""
    if kind not in (ValueKind.NAME, ValueKind.NICK) or (
        kind is ValueKind.NAME and len(resolve_escapes(found.group())) > 2
    ):
        return True
    text, names = found.string, load_mask_settings()["name"]
    left = resolve_escapes(text[max(0, found.start() - 36) : found.start()])
    right = resolve_escapes(text[found.end() : found.end() + 36])
    free = (not left or not left[-1].isalnum()) and (not right or not right[0].isalnum())
    return free or (
        kind is ValueKind.NAME and (right.startswith(tuple(names["after"])) or left.endswith(tuple(names["before"])))
    )
