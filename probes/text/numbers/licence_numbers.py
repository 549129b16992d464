"""Licence and filing numbers in page text, found, normalised and checked by their grammar (criteria 0.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from probes.text import normalise
from probes.text.numbers import uscc
from probes.text.numbers.number_grammar import (
    DATA,
    FIRST_YEAR,
    LABEL_WINDOW,
    PROVINCE_OF,
    PROVINCES,
    RULES,
    Hint,
    NumberForm,
    NumberKind,
    NumberRule,
    Reason,
    hint_of,
)
from probes.text.remember import per_line

__all__ = [
    "Hint",
    "LicenceNumber",
    "NumberKind",
    "Owner",
    "Reason",
    "check_licence_number",
    "find_licence_numbers",
    "known_owner",
]

_SUFFIX = re.compile(r"号?(?:-[0-9]{1,3}[AXQ]?)?$")
# A candidate begins and ends this near to its anchor word: every pattern of numbers.toml is shorter.
_BEHIND, _AHEAD = 48, 160


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """One number as shown; ``raw`` is ``text[start:end]`` of what was searched, ``digits`` its bare number, ``province`` one character."""

    kind: NumberKind
    raw: str
    normalised: str
    start: int
    end: int
    valid: bool
    reason: Reason
    hint: Hint
    province: str | None
    digits: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The company that a widely copied number belongs to, and the domains it may appear on."""

    name: str
    domains: tuple[str, ...]

    def owns(self, host: str) -> bool:
        """Whether the host is one of the owner's domains or a subdomain of one."""
        name = host.lower().rstrip(".")
        return any(name == domain or name.endswith("." + domain) for domain in self.domains)


_OWNERS: dict[str, Owner] = {
    _SUFFIX.sub("", number): Owner(entry.name, tuple(entry.domains))
    for entry in DATA.owners
    for number in entry.numbers
}


def mod_11_10(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO 7064 MOD 11,10."""
    carry = 10
    for digit in digits[:-1]:
        carry = ((carry + int(digit)) % 10 or 10) * 2 % 11
    return (carry + int(digits[-1])) % 10 == 1


def _judged(form: NumberForm, match: re.Match[str], year: int) -> Reason:
    """The form's reason, unless one of its checks fails."""
    parts = match.groupdict()
    if form.province and PROVINCES[parts["p"]] != parts["d"][:2]:
        return Reason.PROVINCE_MISMATCH
    if parts.get("y") is not None:
        written = int(parts["y"])
        if written < FIRST_YEAR:
            return Reason.YEAR
        if written > year:
            return Reason.FLAG_FUTURE_YEAR
    if form.mod is not None and not mod_11_10(parts["d"]):
        return form.mod
    return form.reason


def _read(rule: NumberRule, compact: str, year: int) -> tuple[str, Reason, str | None, str]:
    """Normalised number, reason, province and bare digits of a candidate without spaces."""
    if rule.kind is NumberKind.USCC:
        reason = Reason(uscc.invalid_reason(compact))
        return compact, reason, PROVINCE_OF.get(compact[2:4]), compact
    stripped = compact
    for pattern in rule.strip:
        stripped = pattern.sub("", stripped)
    for form in rule.forms:
        match = form.pattern.fullmatch(stripped)
        if match is None:
            continue
        reason = _judged(form, match, year)
        if reason is Reason.OK and rule.strip_reason is not None and stripped != compact:
            reason = rule.strip_reason
        parts = match.groupdict()
        digits = parts.get("d") or re.sub(r"[^0-9]", "", stripped)
        province = (
            parts.get("p") or parts.get("p2") or (PROVINCE_OF.get(digits[:2]) if rule.kind is NumberKind.PSB else None)
        )
        return stripped, reason, province, digits
    return stripped, Reason.STRUCTURE, None, re.sub(r"[^0-9]", "", stripped)


def check_licence_number(kind: NumberKind, raw: str, *, year: int) -> LicenceNumber:
    """Check one candidate of a known kind; ``year`` is the current one. Never raises on any text."""
    compact = "".join(normalise.upper_text(normalise.normalise_text(raw).text).split())
    normalised, reason, province, digits = _read(RULES[kind], compact, year)
    valid = reason.startswith(("ok", "flag_"))
    return LicenceNumber(kind, raw, normalised, 0, len(raw), valid, reason, hint_of(reason), province, digits)


def _windows(page: str, anchors: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a rule has to look: windows around its anchor words, touching ones merged; the whole page for a rule without anchors."""
    if not anchors:
        yield 0, len(page)
        return
    places: list[int] = []
    for anchor in anchors:
        at = page.find(anchor)
        while at >= 0:
            places.append(at)
            at = page.find(anchor, at + len(anchor))
    start = end = -1
    for at in sorted(places):
        if at - _BEHIND > end:
            if end > 0:
                yield start, end
            start = max(0, at - _BEHIND)
        end = at + _AHEAD
    if end > 0:
        yield start, end


def _cut(kind: NumberKind, seen: normalise.Normalised, start: int, end: int, year: int) -> LicenceNumber:
    raw_start, raw_end = seen.span(start, end)
    return replace(check_licence_number(kind, seen.raw[raw_start:raw_end], year=year), start=raw_start, end=raw_end)


def _candidates(seen: normalise.Normalised, year: int) -> Iterator[LicenceNumber]:
    page = normalise.upper_text(seen.text)
    for rule in RULES.values():
        for match in chain.from_iterable(rule.find.finditer(page, *window) for window in _windows(page, rule.anchors)):
            # A pattern may end in optional white space, which is no part of the number.
            end = match.start() + len(match.group().rstrip())
            start = end - len(match.group().strip())
            number = _cut(rule.kind, seen, start, end, year)
            if rule.suffix_kind is not None and match["suffix"]:
                extended = _cut(rule.suffix_kind, seen, start, end, year)
                number = extended if extended.valid else _cut(rule.kind, seen, start, match.start("suffix"), year)
            if (
                rule.without_label is not None
                and number.reason not in rule.without_label
                and not match.groupdict().get("sure")
            ):
                before = page[max(0, start - LABEL_WINDOW) : start]
                if not any(label in before for label in rule.labels):
                    continue
            yield number


@per_line
def find_licence_numbers(text: str, *, year: int) -> tuple[LicenceNumber, ...]:
    """Every number in a block's text, in order, valid or not.

    Of two that overlap the valid one is kept, else the earlier, else the longer. ``year`` is the current year. Offsets
    count characters of ``text``. Linear in its length.
    """
    kept: list[LicenceNumber] = []
    for number in sorted(_candidates(normalise.normalise_text(text), year), key=lambda n: (n.start, -n.end)):
        if kept and number.start < kept[-1].end:
            if number.valid and not kept[-1].valid:
                kept[-1] = number
            continue
        kept.append(number)
    return tuple(kept)


def known_owner(number: LicenceNumber) -> Owner | None:
    """The company whose well-known footer carries this number, if any (numbers.toml lists them)."""
    if not number.valid:
        return None
    return _OWNERS.get(_SUFFIX.sub("", number.normalised)) or _OWNERS.get(number.digits)
