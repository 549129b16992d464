"""The grammar of licence numbers as data says it: kinds, reasons, hints and the rule of each kind (numbers.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

DATA = tomllib.loads(files("probes.reading").joinpath("numbers.toml").read_text("utf-8"))
PROVINCES: dict[str, str] = DATA["provinces"]
# Several characters may stand for one province: the first listed names it.
PROVINCE_OF: dict[str, str] = {code: name for name, code in reversed(PROVINCES.items())}
_HINTS: dict[str, str] = DATA["hints"]
FIRST_YEAR: int = DATA["years"]["first"]
LABEL_WINDOW: int = DATA["labels"]["window"]


class Kind(StrEnum):
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


class Reason(StrEnum):
    """Why a number is taken as it is; ``flag_…`` is accepted but must be shown to the assessor."""

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
    """How a caller should take the number; ``number_absent``: a placeholder shows none; ``invalid_number``: ask before any fail."""

    PASS = "pass"
    PARTIAL = "partial"
    ASSISTED = "assisted"
    INCONCLUSIVE = "inconclusive"
    NUMBER_ABSENT = "number_absent"
    INVALID_NUMBER = "invalid_number"


@dataclass(frozen=True, slots=True)
class Form:
    pattern: re.Pattern[str]
    reason: Reason
    province: bool
    mod: Reason | None


@dataclass(frozen=True, slots=True)
class Rule:
    kind: Kind
    anchors: tuple[str, ...]
    find: re.Pattern[str]
    forms: tuple[Form, ...]
    strip: tuple[re.Pattern[str], ...]
    strip_reason: Reason | None
    labels: tuple[str, ...]
    without_label: frozenset[Reason] | None
    suffix_kind: Kind | None


def _compile(pattern: str) -> re.Pattern[str]:
    for name, fragment in (DATA["fragments"] | {"P": "[" + "".join(PROVINCES) + "]"}).items():
        pattern = pattern.replace("{" + name + "}", fragment)
    return re.compile(pattern)


def _rule(kind: Kind, raw: dict[str, Any]) -> Rule:
    return Rule(
        kind=kind,
        anchors=tuple(raw.get("anchors", ())),
        find=_compile(raw["find"]),
        forms=tuple(
            Form(
                pattern=_compile(form["pattern"]),
                reason=Reason(form["reason"]),
                province=form.get("province", False),
                mod=Reason(form["mod"]) if "mod" in form else None,
            )
            for form in raw.get("forms", ())
        ),
        strip=tuple(_compile(pattern) for pattern in raw.get("strip", ())),
        strip_reason=Reason(raw["strip_reason"]) if "strip_reason" in raw else None,
        labels=tuple(raw.get("labels", ())),
        without_label=frozenset(Reason(reason) for reason in raw["without_label"]) if "without_label" in raw else None,
        suffix_kind=Kind(raw["suffix_kind"]) if "suffix_kind" in raw else None,
    )


RULES: dict[Kind, Rule] = {kind: _rule(kind, DATA["kinds"][kind]) for kind in Kind}


def hint_of(reason: Reason) -> Hint:
    fallback = Hint.ASSISTED if reason.startswith("flag_") else Hint.INVALID_NUMBER
    return Hint(_HINTS.get(reason, fallback))
