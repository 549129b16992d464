"""What an audit is known to hold of persons, and how any text of it looks without: the same value is masked in all its spellings.

Numbers are met with blanks, dashes or tags between their digits and in full width. What is masked keeps its length in characters,
but where a bare number in JSON becomes a quoted one. Masking what is masked changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from xuncha.pack.mask_fields import placed_masked
from xuncha.pack.mask_numbers import NUMBERS, Kind, digits, forms, hidden, kept, number, settings, shown
from xuncha.pack.mask_words import coded, pattern, plainly, spellings

_CUT = 100  # characters of a text that may have been cut at its end
_D, _OPENS, _ENDS = "[0-9０-９]", "「『“", "」』”…"  # quotes in our own sentences may have been cut out of a text too
_RUNS = tuple(
    re.compile(rf"(?:\A|(?<=[{_OPENS}])){run}|{run}(?=[{_ENDS}]|\.\.\.|\Z)")
    for run in (f"{_D}(?:[ -]?{_D}){{4,30}}", f"{_D}{{5,}}")
)
_WIDE = re.compile("[０-９]")


class Known:
    """The values that are masked, by kind; ``keys`` are names of parameters of addresses whose values are masked where they stand.

    ``placed`` are names too short or too common to be met anywhere else than in the fields of data that hold names.
    """

    def __init__(
        self, values: Mapping[Kind, Collection[str]], keys: Collection[str] = (), placed: Collection[str] = ()
    ) -> None:
        self._placed = frozenset(placed)
        self._numbers = {
            kind: (forms(kind), frozenset(map(digits, values[kind]))) for kind in NUMBERS if values.get(kind)
        }
        self.words = {word: kind for kind in Kind if kind not in NUMBERS for word in sorted(values.get(kind, ()))}
        self._spelt: dict[str, tuple[Kind, str]] = {}
        for word, kind in self.words.items():
            for units in spellings(word):
                self._spell(units, kind)
        for kind in self._numbers:
            for each in sorted(self._numbers[kind][1]):
                for units in coded(each):
                    self._spell(units, kind)
        self._words = re.compile(pattern(self._spelt)) if self._spelt else None
        self._query = _query(keys)

    def _spell(self, units: Sequence[str], kind: Kind) -> None:
        stays = shown(len(units), kind)
        said = "".join(unit if keep else "*" for unit, keep in zip(units, stays, strict=True))
        self._spelt.setdefault("".join(units), (kind, said))

    def touches(self, text: str) -> bool:
        """Whether something of it is masked."""
        return self.masked(text)[1] > 0

    def masked(self, text: str) -> tuple[str, int]:
        """The text without what is known, and in how many places it changed."""
        total = 0
        for (form, wide), known in self._numbers.values():
            for each in (form, wide) if not text.isascii() and _WIDE.search(text) else (form,):
                text, count = _replaced(each, text, partial(number, known=known))
                total += count
        if self._words is not None:
            count = 1
            while count:  # what is masked no longer stands beside the next as a part of it
                text, count = _replaced(self._words, text, self._word)
                total += count
        if self._placed:
            text, count = placed_masked(text, self._placed)
            total += count
        if self._query is not None:
            text, count = _replaced(self._query, text, _parameter)
            total += count
        return text, total

    def piece(self, text: str) -> tuple[str, int]:
        """The same of a piece that may have been cut out of a text amid a value: its ends are masked as the whole would be."""
        text, count = self.masked(text)
        for form in _RUNS:
            for found in reversed(list(form.finditer(text))):
                before, after = text[: found.start()], text[found.end() :]
                begins, ends = before[-1:] in ("", *_OPENS), after[:1] in ("", *_ENDS) or after.startswith("...")
                if (said := self._part(found.group(), begins, ends)) is not None:
                    text, count = before + said + after, count + 1
        for word, kind in self.words.items():
            for size in range(len(word) - 1, 3, -1) if kind is Kind.ADDRESS and len(text) >= _CUT else ():
                if text.endswith(word[:size]):
                    text, count = text[:-size] + hidden(word, kind)[:size], count + 1
                    break
        return text, count

    def _part(self, said: str, begins: bool, ends: bool) -> str | None:
        bare = digits(said)
        for _, known in self._numbers.values():
            for value in sorted(known):
                if ends and value.startswith(bare):
                    return kept(said, len(value), 0)
                if begins and value.endswith(bare):
                    return kept(said, len(value), len(value) - len(bare))
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
