"""The grammar of licence numbers as read from numbers.toml: kinds, reasons, hints, and the rule of each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Keyed, Whole, Words


class NumberKind(StrEnum):
    USCC = "uscc"
    REGNO15 = "regno15"
    ICP_FILING = "icp_filing"
    ICP_LICENCE = "icp_licence"
    VAT_LICENCE = "vat_licence"
    PSB = "psb"
    FOOD_OPERATION = "food_operation"
    FOOD_PRODUCTION = "food_production"
    FOOD_PREPACK_FILING = "food_prepack_filing"
    FOOD_PLATFORM_FILING = "food_platform_filing"
    DRUG_INFO_CERTIFICATE = "drug_info_certificate"
    DRUG_DEVICE_INFO_FILING = "drug_device_info_filing"
    DEVICE_PLATFORM_FILING = "device_platform_filing"
    DRUG_PLATFORM_FILING = "drug_platform_filing"
    PUBLICATION = "publication"
    NET_CULTURE = "net_culture"
    RADIO_TV_PROGRAMME = "radio_tv_programme"
    AV_PROGRAMME = "av_programme"
    NET_PUBLISHING = "net_publishing"
    ALGORITHM_FILING = "algorithm_filing"


@dataclass(frozen=True, slots=True)
class NumbersUscc:
    """[uscc] of numbers.toml."""

    length: int
    alphabet: str
    weights: tuple[int, ...]
    inner_weights: tuple[int, ...]
    structure: str
    placeholder: str
    national_division: str
    divisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersKindsFormsRow:
    """A row of [kinds.forms] in numbers.toml."""

    pattern: str
    reason: str
    mod: str = ""
    province: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersKindsRow:
    """A row of [kinds] in numbers.toml."""

    find: str
    without_label: tuple[str, ...] | None = None
    labels: tuple[str, ...] = ()
    forms: tuple[NumbersKindsFormsRow, ...] = ()
    anchors: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    suffix_kind: str = ""
    strip_reason: str = ""


@dataclass(frozen=True, slots=True)
class NumbersOwnersRow:
    """A row of [owners] in numbers.toml."""

    name: str
    domains: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersHostsRow:
    """A row of [hosts] in numbers.toml."""

    host: str
    kind: str
    ok: bool
    note: str = ""
    code: tuple[str, ...] = ()
    serial: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """The file numbers.toml."""

    provinces: Mapping[str, str]
    years: Whole[Literal["first"]]
    fragments: Annotated[
        Mapping[str, str],
        EveryKey(
            (
                "S",
                "BODY",
                "PH",
                "MASK",
            )
        ),
    ]
    hints: Annotated[
        Mapping[str, str],
        EveryKey(("ok", "ok_vat_style", "ok_after_label_strip", "flag_outdated", "placeholder", "masked")),
    ]
    labels: Whole[Literal["window"]]
    uscc: NumbersUscc
    kinds: Keyed[NumberKind, NumbersKindsRow]
    owners: tuple[NumbersOwnersRow, ...]
    hosts: tuple[NumbersHostsRow, ...]
    licence_words: Words[Literal["words"]]


FILE = SettingsFile("probes.text.numbers", "numbers.toml", NumbersTable)
DATA = FILE.load()
PROVINCES = DATA.provinces
# Several characters may stand for one province: the first listed names it.
PROVINCE_OF: dict[str, str] = {code: name for name, code in reversed(tuple(PROVINCES.items()))}
_HINTS = DATA.hints
FIRST_YEAR: int = DATA.years["first"]
LABEL_WINDOW: int = DATA.labels["window"]


class Reason(StrEnum):
    """Why a number is accepted or not; ``flag_…`` is accepted but must be shown to the assessor."""

    OK = "ok"
    OK_VAT_STYLE = "ok_vat_style"
    OK_AFTER_LABEL_STRIP = "ok_after_label_strip"
    FLAG_INNER_ORG_CHECK = "flag_inner_org_check"
    FLAG_DIVISION = "flag_division"
    FLAG_OUTDATED = "flag_outdated"
    FLAG_MISSING_HAO = "flag_missing_hao"
    FLAG_LEGACY_NO_PREFIX = "flag_legacy_no_prefix"
    FLAG_LEGACY_LENGTH = "flag_legacy_length"
    FLAG_LEGACY_WORDING = "flag_legacy_wording"
    FLAG_FUTURE_YEAR = "flag_future_year"
    FLAG_CHECK_DIGIT = "flag_check_digit"
    PLACEHOLDER = "placeholder"
    MASKED = "masked"
    LENGTH = "length"
    ALPHABET = "alphabet"
    STRUCTURE = "structure"
    CHECK_DIGIT = "check_digit"
    MISSING_PROVINCE = "missing_province"
    MISSING_PREFIX_CHAR = "missing_prefix_char"
    YEAR = "year"
    PROVINCE_MISMATCH = "province_mismatch"
    FIRST_DIGIT = "first_digit"


class Hint(StrEnum):
    """How a caller should treat the number.

    ``number_absent``: a placeholder, so none is shown; ``invalid_number``: ask before any fail.
    """

    PASS = "pass"
    PARTIAL = "partial"
    ASSISTED = "assisted"
    INCONCLUSIVE = "inconclusive"
    NUMBER_ABSENT = "number_absent"
    INVALID_NUMBER = "invalid_number"


@dataclass(frozen=True, slots=True)
class NumberForm:
    pattern: re.Pattern[str]
    reason: Reason
    province: bool
    mod: Reason | None


@dataclass(frozen=True, slots=True)
class NumberRule:
    kind: NumberKind
    anchors: tuple[str, ...]
    find: re.Pattern[str]
    forms: tuple[NumberForm, ...]
    strip: tuple[re.Pattern[str], ...]
    strip_reason: Reason | None
    labels: tuple[str, ...]
    without_label: frozenset[Reason] | None
    suffix_kind: NumberKind | None


def _compile(pattern: str) -> re.Pattern[str]:
    for name, fragment in (*DATA.fragments.items(), ("P", "[" + "".join(PROVINCES) + "]")):
        pattern = pattern.replace("{" + name + "}", fragment)
    return re.compile(pattern)


def _rule(kind: NumberKind, raw: NumbersKindsRow) -> NumberRule:
    return NumberRule(
        kind=kind,
        anchors=raw.anchors,
        find=_compile(raw.find),
        forms=tuple(
            NumberForm(
                pattern=_compile(form.pattern),
                reason=Reason(form.reason),
                province=form.province,
                mod=Reason(form.mod) if form.mod else None,
            )
            for form in raw.forms
        ),
        strip=tuple(_compile(pattern) for pattern in raw.strip),
        strip_reason=Reason(raw.strip_reason) if raw.strip_reason else None,
        labels=raw.labels,
        without_label=None if raw.without_label is None else frozenset(map(Reason, raw.without_label)),
        suffix_kind=NumberKind(raw.suffix_kind) if raw.suffix_kind else None,
    )


RULES: dict[NumberKind, NumberRule] = {kind: _rule(kind, DATA.kinds[kind]) for kind in NumberKind}


def hint_of(reason: Reason) -> Hint:
    """How a caller should treat a number with that reason."""
    fallback = Hint.ASSISTED if reason.startswith("flag_") else Hint.INVALID_NUMBER
    return Hint(_HINTS.get(reason, fallback))
