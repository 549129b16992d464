"""Numbers of patents, software copyrights, certificates and standards in page text, found and checked by their grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Keyed, Texts
from probes.text import normalise
from probes.text.remember import per_line


class IdentifierKind(StrEnum):
    PATENT = "patent"
    PATENT_SHORT = "patent_short"
    PATENT_PUBLICATION = "patent_publication"
    PATENT_APPLICATION = "patent_application"
    SOFTWARE_COPYRIGHT = "software_copyright"
    HIGH_TECH = "high_tech"
    GRADED_PROTECTION = "graded_protection"
    STANDARD_NATIONAL = "standard_national"
    STANDARD_INDUSTRY = "standard_industry"
    STANDARD_LOCAL = "standard_local"
    STANDARD_GROUP = "standard_group"
    STANDARD_ENTERPRISE = "standard_enterprise"
    CERTIFICATE = "certificate"  # last: any number a label calls a certificate's


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiersKindsRow:
    """A row of [kinds] in identifiers.toml."""

    anchors: tuple[str, ...]
    find: str
    check: str = ""
    granted: bool = False
    since: str = ""
    form: str = ""
    labels: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class IdentifiersTable:
    """The file identifiers.toml."""

    fragments: Annotated[
        Mapping[str, str],
        EveryKey(
            (
                "S",
                "LABEL",
            )
        ),
    ]
    years: Annotated[Mapping[str, int], EveryKey(("patent", "copyright", "certificate", "standard"))]
    placeholder: Texts[Literal["pattern"]]
    kinds: Keyed[IdentifierKind, IdentifiersKindsRow]


FILE = SettingsFile("probes.text.numbers", "identifiers.toml", IdentifiersTable)
_DATA = FILE.load()
_YEARS = _DATA.years
_PLACEHOLDER = re.compile(_DATA.placeholder["pattern"])
_LABEL_WINDOW = 30  # characters in front of a number in which a label it needs may stand
_WEIGHTS = range(2, 10)  # of a patent number's digits, begun again after the eighth
_CENTURY = 2000
_NAME = re.compile(r"^[^0-9A-Z]*(?:ZL|CN)?|\s")


class IdentifierFault(StrEnum):
    """What is wrong with a number."""

    NONE = ""
    PLACEHOLDER = "placeholder"
    FORM = "form"
    YEAR = "year"
    CHECK_DIGIT = "check_digit"


class StandardIssuer(StrEnum):
    """Who issued a standard; empty for other numbers."""

    NATIONAL = "national"
    INDUSTRY = "industry"
    LOCAL = "local"
    GROUP = "group"
    ENTERPRISE = "enterprise"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number as shown: ``raw`` is ``text[start:end]``; ``granted`` is False for what was only applied for."""

    kind: IdentifierKind
    raw: str
    normalised: str
    start: int
    end: int
    fault: IdentifierFault
    granted: bool
    issued: StandardIssuer

    @property
    def valid(self) -> bool:
        return self.fault is IdentifierFault.NONE


@dataclass(frozen=True, slots=True)
class _IdentifierRule:
    kind: IdentifierKind
    find: re.Pattern[str]
    anchors: tuple[str, ...]  # one of these is in every text that ``find`` matches and ``labels`` allow
    form: re.Pattern[str] | None
    check: bool
    labels: tuple[str, ...]
    granted: bool
    issued: StandardIssuer
    since: int


def _rule(kind: IdentifierKind, raw: IdentifiersKindsRow) -> _IdentifierRule:
    find = raw.find
    for _ in range(2):  # a fragment may hold another
        for name, fragment in _DATA.fragments.items():
            find = find.replace("{" + name + "}", fragment)
    return _IdentifierRule(
        kind,
        re.compile(find),
        raw.anchors,
        re.compile(raw.form) if raw.form else None,
        bool(raw.check),
        raw.labels,
        raw.granted,
        StandardIssuer(raw.level),
        _YEARS.get(raw.since, 0),
    )


_RULES = tuple(_rule(kind, _DATA.kinds[kind]) for kind in IdentifierKind)


def patent_check(digits: str) -> str:
    """The check character for a patent number's digits (8 or 12): weights 2 to 9 over and over, modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, cycle(_WEIGHTS), strict=False))
    return "0123456789X"[total % 11]


def _fault(rule: _IdentifierRule, match: re.Match[str], compact: str, year: int) -> IdentifierFault:
    parts = match.groupdict()
    if _PLACEHOLDER.search(compact):
        return IdentifierFault.PLACEHOLDER
    if rule.form is not None and not rule.form.fullmatch(parts.get("d") or compact):
        return IdentifierFault.FORM
    written = parts.get("y") or (str(_CENTURY + int(parts["s"])) if parts.get("s") else "")
    if written and not rule.since <= int(written) <= year:
        return IdentifierFault.YEAR
    if rule.check and parts.get("d"):
        digits = re.sub(r"[^0-9X]", "", parts["d"])
        if patent_check(digits[:-1]) != digits[-1]:
            return IdentifierFault.CHECK_DIGIT
    return IdentifierFault.NONE


@per_line
def find_identifiers(text: str, *, year: int) -> tuple[Identifier, ...]:
    """Every such number in a text, in order, valid or not; ``year`` is the current one.

    Of two that overlap, the more specific kind is kept. Offsets count characters of ``text``. Linear in its length;
    never raises.
    """
    seen = normalise.normalise_text(text)
    page = normalise.upper_text(seen.text)
    found: list[tuple[int, Identifier]] = []
    for rank, rule in enumerate(_RULES):
        if not any(anchor in page for anchor in rule.anchors):  # the usual case
            continue
        for match in rule.find.finditer(page):
            before = page[max(0, match.start() - _LABEL_WINDOW) : match.start()]
            if not rule.labels or any(label in before for label in rule.labels):
                found.append((rank, _made(rule, match, seen, year)))
    kept: list[tuple[int, Identifier]] = []
    for rank, identifier in sorted(found, key=lambda pair: (pair[1].start, pair[0])):
        if not kept or identifier.start >= kept[-1][1].end:
            kept.append((rank, identifier))
        elif rank < kept[-1][0]:
            kept[-1] = (rank, identifier)
    return tuple(identifier for _, identifier in kept)


def _made(rule: _IdentifierRule, match: re.Match[str], seen: normalise.Normalised, year: int) -> Identifier:
    start, end = seen.span(*match.span())
    compact = re.sub(r"\s", "", match.group())
    name = _NAME.sub("", compact) if rule.kind is not IdentifierKind.SOFTWARE_COPYRIGHT else compact
    fault = _fault(rule, match, compact, year)
    return Identifier(rule.kind, seen.raw[start:end].strip(), name, start, end, fault, rule.granted, rule.issued)
