"""Turns what a person wrote about a platform, field by field, into a Registration.

Each error names its field and says how to fix it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

from crawler.settings_file import WordTable
from crawler.table_builder import name_nearest
from crawler.vocabulary import Device, Role
from probes.finding import Text
from probes.text.numbers import uscc
from scoring.standard_tables import Standard
from storage.platforms import OWN, Batch, Consent, Registration
from xuncha.settings import schedule, target
from xuncha.settings.target import InvalidInput

T = TypeVar("T")
_PARTS = re.compile(r"[,，、;；\s]+")
_GOOD_CODE = (
    "ok",
    "flag_inner_org_check",
)  # the standard does not state the inner check: reported, not refused
LONGEST = 2000


def load_platform_table() -> dict[str, Any]:
    """The table platforms.toml."""
    return WordTable("xuncha.register", "platforms.toml").load()


@cache
def load_column_names() -> Mapping[str, str]:
    """The column key for each accepted column name, normalised by ``normalize_column_name``."""
    return {
        normalize_column_name(name): column["key"]
        for column in load_platform_table()["columns"]
        for name in (column["key"], column["zh"], column["en"], *column["also"])
    }


def normalize_column_name(name: object) -> str:
    """A column name without what typing adds: full width, case, blanks, stars."""
    said = unicodedata.normalize("NFKC", str(name or "")).casefold()
    return re.sub(r"[\s*_\-]+", "", said)


@dataclass(frozen=True, slots=True)
class FieldFault(Exception):
    """What is wrong with one field (``key``), and how to fix it."""

    key: str
    text: Text


def parse_registration(said: Mapping[str, str], standard: Standard) -> Registration:
    """The Registration from words by key; a missing or empty key means that nothing is said. Raises FieldFault."""
    given = {key: clean_input(words) for key, words in said.items()}
    if too_long := next((key for key, words in given.items() if len(words) > LONGEST), None):
        raise FieldFault(too_long, Text(f"超过 {LONGEST} 个字", f"longer than {LONGEST} characters"))

    def words(key: str) -> str:
        return given.get(key, "")

    if not words("url"):
        raise FieldFault(
            "url", Text("缺少网址，请写成 https://shop.example.cn", "no address; write it like https://shop.example.cn")
        )
    return Registration(
        url=_read("url", words("url"), _address),
        mobile_url=_read("mobile_url", words("mobile_url"), _address) if words("mobile_url") else "",
        name=words("name"),
        operator=words("operator"),
        uscc=_uscc(words("uscc")),
        district=_district(words("district")),
        tags=tuple(dict.fromkeys(split_parts(words("tags")))),
        profile=_read("profile", words("profile"), lambda text: target.parse_profile(split_parts(text))),
        hints=_hints(words("hints")),
        contact=words("contact"),
        consent=_consent(words("consent_who"), words("consent_date"), words("consent_document")),
        schedule=_schedule(words("schedule")),
        seconds=_number("seconds", words("seconds")),
        pages=int(_number("pages", words("pages"))),
        batch=words("batch")[:200],
        items=_items(words("items"), standard),
        devices=_devices(words("devices")),
        note=words("note"),
        private=_private(words("private")),
    )


def _district(words: str) -> str:
    """The district's full Chinese name.

    Also accepts the city's name before it, a missing 区, and the English name. Raises FieldFault.
    """
    if not words:
        return ""
    known: dict[str, str] = load_platform_table()["districts"]
    said = words.removeprefix("北京市").strip()
    for full, english in known.items():
        if said in (full, full.removesuffix("区")) or said.casefold() in (
            english.casefold(),
            f"{english} district".casefold(),
        ):
            return full
    near = name_nearest(said, known)
    hint = Text(f"（是否为 {near}？）", f"; did you mean '{near}'?") if near else Text("", "")
    raise FieldFault(
        "district",
        Text(
            f"北京没有 {words[:30]!r} 这个区{hint.zh}，请写成 朝阳区；不在北京的留空",
            f"Beijing has no district {words[:30]!r}{hint.en}; write 朝阳区 or Chaoyang, or nothing for another city",
        ),
    )


def parse_batch(said: Mapping[str, str]) -> Batch | None:
    """The batch that the same words describe; None where they name none.

    Raises FieldFault where they describe a batch without naming it.
    """
    given = {key: clean_input(said.get(key, "")) for key in ("batch", "purpose", "authority", "body", "person")}
    if not given["batch"]:
        if told := next((key for key, words in given.items() if words), None):
            raise FieldFault(told, Text("请同时写明批次", "name the batch too"))
        return None
    return Batch(given["batch"][:200], given["purpose"], given["authority"], given["body"], given["person"])


def format_registration(known: Registration, of: Batch | None) -> dict[str, str]:
    """The words by key from which ``parse_registration`` and ``parse_batch`` make the same again."""
    consent = known.consent or Consent("", "")
    return {
        "url": known.url,
        "name": known.name,
        "mobile_url": known.mobile_url,
        "operator": known.operator,
        "uscc": known.uscc,
        "district": known.district,
        "tags": "、".join(known.tags),
        "profile": ", ".join(flag if stated else f"{flag}=no" for flag, stated in sorted(known.profile.items())),
        "hints": " ".join(f"{role}={url}" for role, url in known.hints.items()),
        "contact": known.contact,
        "consent_who": consent.who,
        "consent_date": consent.date,
        "consent_document": consent.document,
        "schedule": known.schedule,
        "seconds": f"{known.seconds:g}" if known.seconds else "",
        "pages": str(known.pages or ""),
        "devices": ", ".join(known.devices),
        "items": " ".join(known.items),
        "batch": known.batch,
        "purpose": of.purpose if of else "",
        "authority": of.authority if of else "",
        "body": of.body if of else "",
        "person": of.person if of else "",
        "note": known.note,
        "private": " ".join("yes" if place == OWN else place for place in known.private),
    }


def clean_input(words: str) -> str:
    """The words without invisible characters and surplus blanks."""
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in words)
    return " ".join(seen.split())


def split_parts(words: str) -> list[str]:
    """Split a cell's list at blanks and punctuation."""
    return [part for part in _PARTS.split(words) if part]


def _read(key: str, words: str, how: Callable[[str], T]) -> T:
    try:
        return how(words)
    except InvalidInput as fault:
        raise FieldFault(key, fault.text) from fault


def _address(words: str) -> str:
    """An address. A cell may hold any word, which might be a host name; a shop's must contain a dot."""
    url = target.parse_shop_address(words)
    host = urlsplit(url).hostname or ""
    if "." not in host and ":" not in host and host != "localhost":
        raise InvalidInput(
            f"{words[:60]!r} 不是网址，请写成 https://shop.example.cn",
            f"{words[:60]!r} is no address; write it like https://shop.example.cn",
        )
    return url


def _uscc(words: str) -> str:
    code = unicodedata.normalize("NFKC", words).replace(" ", "").replace("-", "").upper()
    if code and (reason := uscc.invalid_reason(code)) not in _GOOD_CODE:
        zh = {"length": "应为 18 位", "check_digit": "校验位不符"}.get(reason, "写法有误")
        en = {"length": "18 characters are needed", "check_digit": "the check character is wrong"}.get(
            reason, "malformed"
        )
        raise FieldFault("uscc", Text(f"统一社会信用代码 {code[:40]} {zh}", f"USCC {code[:40]}: {en}"))
    return code


def _hints(words: str) -> dict[Role, str]:
    hints: dict[Role, str] = {}
    for part in words.replace("，", " ").replace("；", " ").split():
        role, _, url = part.partition("=")
        if role not in tuple(Role):
            raise FieldFault(
                "hints",
                Text(
                    f"没有页面类型 {role[:40]!r}{name_nearest(role, tuple(Role))}",
                    f"unknown page {role[:40]!r}{name_nearest(role, tuple(Role))}",
                ),
            )
        if not url:
            raise FieldFault(
                "hints",
                Text(f"{role} 后缺少网址，如 {role}=/help", f"no address for {role}; write it like {role}=/help"),
            )
        hints[Role(role)] = url if url.startswith("/") else _read("hints", url, target.parse_shop_address)
    return hints


def _consent(who: str, day: str, document: str) -> Consent | None:
    if not (who or day or document):
        return None
    if not who:
        raise FieldFault("consent_who", Text("缺少授权方", "say who consented"))
    try:
        on = date.fromisoformat(unicodedata.normalize("NFKC", day)[:10])
    except ValueError:
        raise FieldFault(
            "consent_date",
            Text(f"授权日期 {day[:40]!r} 应写成 2026-11-01", f"consent date {day[:40]!r}: write it like 2026-11-01"),
        ) from None
    return Consent(who, on.isoformat(), document)


def _schedule(words: str) -> str:
    read = _read("schedule", unicodedata.normalize("NFKC", words), schedule.parse_schedule)
    return "" if read is None else read.text


def _private(words: str) -> tuple[str, ...]:
    """``OWN`` and further private places; "no" and an empty cell are no consent. Raises FieldFault."""
    said = split_parts(unicodedata.normalize("NFKC", words))
    answers: dict[str, list[str]] = load_platform_table()["answers"]
    if all(device.casefold() in answers["no"] for device in said):
        return ()
    named = [device for device in said if device.casefold() not in answers["yes"]]
    return (OWN, *dict.fromkeys(_read("private", part, target.parse_private_place) for part in named))


def _number(key: str, words: str) -> float:
    said = unicodedata.normalize("NFKC", words).replace(",", "")
    if not said:
        return 0.0
    if not re.fullmatch(r"\d{1,7}(\.\d+)?", said) or float(said) <= 0:
        raise FieldFault(key, Text(f"{words[:40]!r} 应为正数", f"{words[:40]!r} must be a number above 0"))
    return float(said)


def _items(words: str, standard: Standard) -> tuple[str, ...]:
    items = tuple(dict.fromkeys(split_parts(unicodedata.normalize("NFKC", words))))
    if unknown := next((item for item in items if item not in standard.by_id), None):
        hint = name_nearest(unknown, standard.by_id)
        raise FieldFault("items", Text(f"没有条目 {unknown[:40]!r}{hint}", f"unknown item {unknown[:40]!r}{hint}"))
    return items


def _devices(words: str) -> tuple[str, ...]:
    said = [part.casefold() for part in split_parts(words)]
    if unknown := next((device for device in said if device not in (*Device, "both")), None):
        raise FieldFault(
            "devices", Text(f"{unknown[:40]!r} 应为 desktop 或 mobile", f"{unknown[:40]!r} must be desktop or mobile")
        )
    return tuple(device for device in Device if device in said) if "both" not in said else ()
