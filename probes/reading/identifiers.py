"""Numbers of patents, software copyrights, certificates and standards in page text: found and checked by their grammar."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from itertools import cycle
from typing import Any

from probes.reading import normalise
from probes.reading.remember import per_line

_DATA = tomllib.loads(files("probes.reading").joinpath("identifiers.toml").read_text("utf-8"))
_YEARS: dict[str, int] = _DATA["years"]
_PLACEHOLDER = re.compile(_DATA["placeholder"]["pattern"])
_LABEL_WINDOW = 30  # characters in front of a number in which a label it needs may stand
_WEIGHTS = range(2, 10)  # of a patent number's digits, begun again after the eighth
_CENTURY = 2000
_NAME = re.compile(r"^[^0-9A-Z]*(?:ZL|CN)?|\s")


class Kind(StrEnum):
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


class Fault(StrEnum):
    """What is wrong with a number."""

    NONE = ""
    PLACEHOLDER = "placeholder"
    FORM = "form"
    YEAR = "year"
    CHECK_DIGIT = "check_digit"


class Issued(StrEnum):
    """Who issued a standard; nothing for other numbers."""

    NATIONAL = "national"
    INDUSTRY = "industry"
    LOCAL = "local"
    GROUP = "group"
    ENTERPRISE = "enterprise"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number as shown: ``raw`` is ``text[start:end]``; ``granted`` is False for what was only applied for."""

    kind: Kind
    raw: str
    normalised: str
    start: int
    end: int
    fault: Fault
    granted: bool
    issued: Issued

    @property
    def valid(self) -> bool:
        return self.fault is Fault.NONE


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kind
    find: re.Pattern[str]
    anchors: tuple[str, ...]  # one of which is in every text that ``find`` meets and ``labels`` allow
    form: re.Pattern[str] | None
    check: bool
    labels: tuple[str, ...]
    granted: bool
    issued: Issued
    since: int


def _rule(kind: Kind, raw: dict[str, Any]) -> _Rule:
    find = raw["find"]
    for _ in range(2):  # a fragment may hold another
        for name, fragment in _DATA["fragments"].items():
            find = find.replace("{" + name + "}", fragment)
    return _Rule(
        kind,
        re.compile(find),
        tuple(raw["anchors"]),
        re.compile(raw["form"]) if "form" in raw else None,
        "check" in raw,
        tuple(raw.get("labels", ())),
        raw.get("granted", False),
        Issued(raw.get("level", "")),
        _YEARS.get(raw.get("since", ""), 0),
    )


_RULES = tuple(_rule(kind, _DATA["kinds"][kind]) for kind in Kind)


def patent_check(digits: str) -> str:
    """The check character for a patent number's digits (8 or 12): weights 2 to 9 over and over, modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, cycle(_WEIGHTS), strict=False))
    return "0123456789X"[total % 11]


def _fault(rule: _Rule, match: re.Match[str], compact: str, year: int) -> Fault:
    parts = match.groupdict()
    if _PLACEHOLDER.search(compact):
        return Fault.PLACEHOLDER
    if rule.form is not None and not rule.form.fullmatch(parts.get("d") or compact):
        return Fault.FORM
    written = parts.get("y") or (str(_CENTURY + int(parts["s"])) if parts.get("s") else "")
    if written and not rule.since <= int(written) <= year:
        return Fault.YEAR
    if rule.check and parts.get("d"):
        digits = re.sub(r"[^0-9X]", "", parts["d"])
        if patent_check(digits[:-1]) != digits[-1]:
            return Fault.CHECK_DIGIT
    return Fault.NONE


@per_line
def find(text: str, *, year: int) -> tuple[Identifier, ...]:
    """Every such number in a text, in order, good or not; ``year`` is the current one.

    Of two that overlap the more exact kind stays. Offsets count characters of ``text``. Linear in its length; never raises.
    """
    seen = normalise.text(text)
    page = normalise.upper(seen.text)
    found: list[tuple[int, Identifier]] = []
    for rank, rule in enumerate(_RULES):
        if not any(anchor in page for anchor in rule.anchors):  # mostly
            continue
        for match in rule.find.finditer(page):
            before = page[max(0, match.start() - _LABEL_WINDOW) : match.start()]
            if not rule.labels or any(label in before for label in rule.labels):
                found.append((rank, _made(rule, match, seen, year)))
    kept: list[tuple[int, Identifier]] = []
    for rank, each in sorted(found, key=lambda pair: (pair[1].start, pair[0])):
        if not kept or each.start >= kept[-1][1].end:
            kept.append((rank, each))
        elif rank < kept[-1][0]:
            kept[-1] = (rank, each)
    return tuple(each for _, each in kept)


def _made(rule: _Rule, match: re.Match[str], seen: normalise.Normalised, year: int) -> Identifier:
    start, end = seen.span(*match.span())
    compact = re.sub(r"\s", "", match.group())
    name = _NAME.sub("", compact) if rule.kind is not Kind.SOFTWARE_COPYRIGHT else compact
    fault = _fault(rule, match, compact, year)
    return Identifier(rule.kind, seen.raw[start:end].strip(), name, start, end, fault, rule.granted, rule.issued)
