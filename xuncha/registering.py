"""What a person says of a platform, field by field, becomes a Registration; each fault names its field and says how to mend it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import urlsplit

from crawler.vocabulary import Device, Role
from probes.finding import Text
from probes.reading import uscc
from scoring.standard import nearest
from scoring.tables import Standard
from storage.register import Batch, Consent, Registration
from xuncha import schedule, target
from xuncha.target import BadTarget

T = TypeVar("T")
_PARTS = re.compile(r"[,，、;；\s]+")
_GOOD_CODE = (
    "ok",
    "flag_inner_org_check",
)  # the inner check is not stated in the standard's text: told of, not refused
LONGEST = 2000


@cache
def settings() -> dict[str, Any]:
    """The table platforms.toml."""
    return tomllib.loads(files("xuncha").joinpath("platforms.toml").read_text("utf-8"))


@cache
def headings() -> Mapping[str, str]:
    """Which key each name of a column means, in one spelling (``spelled``)."""
    return {
        spelled(name): column["key"]
        for column in settings()["columns"]
        for name in (column["key"], column["zh"], column["en"], *column["also"])
    }


def spelled(name: object) -> str:
    """A column's name without what hands put into it: width, case, blanks, stars."""
    said = unicodedata.normalize("NFKC", str(name or "")).casefold()
    return re.sub(r"[\s*_\-]+", "", said)


@dataclass(frozen=True, slots=True)
class Wrong(Exception):
    """What is wrong with one field (its key), and how to mend it."""

    key: str
    text: Text


def registration(said: Mapping[str, str], standard: Standard) -> Registration:
    """From words by key; keys that are missing or empty mean nothing is said. Raises Wrong."""
    given = {key: clean(words) for key, words in said.items()}
    if too_long := next((key for key, words in given.items() if len(words) > LONGEST), None):
        raise Wrong(too_long, Text(f"超过 {LONGEST} 个字", f"longer than {LONGEST} characters"))

    def words(key: str) -> str:
        return given.get(key, "")

    if not words("url"):
        raise Wrong(
            "url", Text("缺少网址，请写成 https://shop.example.cn", "no address; write it like https://shop.example.cn")
        )
    return Registration(
        url=_read("url", words("url"), _address),
        mobile_url=_read("mobile_url", words("mobile_url"), _address) if words("mobile_url") else "",
        name=words("name"),
        operator=words("operator"),
        uscc=_uscc(words("uscc")),
        district=words("district"),
        tags=tuple(dict.fromkeys(parts(words("tags")))),
        profile=_read("profile", words("profile"), lambda text: target.profile(parts(text))),
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
    )


def batch(said: Mapping[str, str]) -> Batch | None:
    """What the same words say of the commission. Raises Wrong where they say something of none."""
    given = {key: clean(said.get(key, "")) for key in ("batch", "purpose", "authority", "body", "person")}
    if not given["batch"]:
        if told := next((key for key, words in given.items() if words), None):
            raise Wrong(told, Text("请同时写明批次", "name the batch too"))
        return None
    return Batch(given["batch"][:200], given["purpose"], given["authority"], given["body"], given["person"])


def said_of(known: Registration, of: Batch | None) -> dict[str, str]:
    """The words by key from which ``registration`` and ``batch`` make the same again."""
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
    }


def clean(words: str) -> str:
    """Without letters nobody sees and blanks round and between the rest."""
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in words)
    return " ".join(seen.split())


def parts(words: str) -> list[str]:
    return [part for part in _PARTS.split(words) if part]


def _read(key: str, words: str, how: Callable[[str], T]) -> T:
    try:
        return how(words)
    except BadTarget as fault:
        raise Wrong(key, fault.text) from fault


def _address(words: str) -> str:
    """A cell may hold any words, and a single one could be a host: a shop's has a dot."""
    url = target.address(words)
    host = urlsplit(url).hostname or ""
    if "." not in host and ":" not in host and host != "localhost":
        raise BadTarget(
            f"{words[:60]!r} 不是网址，请写成 https://shop.example.cn",
            f"{words[:60]!r} is no address; write it like https://shop.example.cn",
        )
    return url


def _uscc(words: str) -> str:
    code = unicodedata.normalize("NFKC", words).replace(" ", "").replace("-", "").upper()
    if code and (reason := uscc.reason(code)) not in _GOOD_CODE:
        zh = {"length": "应为 18 位", "check_digit": "校验位不符"}.get(reason, "写法有误")
        en = {"length": "18 characters are needed", "check_digit": "the check character is wrong"}.get(
            reason, "malformed"
        )
        raise Wrong("uscc", Text(f"统一社会信用代码 {code[:40]} {zh}", f"USCC {code[:40]}: {en}"))
    return code


def _hints(words: str) -> dict[Role, str]:
    hints: dict[Role, str] = {}
    for part in words.replace("，", " ").replace("；", " ").split():
        role, _, url = part.partition("=")
        if role not in tuple(Role):
            raise Wrong(
                "hints",
                Text(
                    f"没有页面类型 {role[:40]!r}{nearest(role, tuple(Role))}",
                    f"unknown page {role[:40]!r}{nearest(role, tuple(Role))}",
                ),
            )
        if not url:
            raise Wrong(
                "hints",
                Text(f"{role} 后缺少网址，如 {role}=/help", f"no address for {role}; write it like {role}=/help"),
            )
        hints[Role(role)] = url if url.startswith("/") else _read("hints", url, target.address)
    return hints


def _consent(who: str, day: str, document: str) -> Consent | None:
    if not (who or day or document):
        return None
    if not who:
        raise Wrong("consent_who", Text("缺少授权方", "say who consented"))
    try:
        on = date.fromisoformat(unicodedata.normalize("NFKC", day)[:10])
    except ValueError:
        raise Wrong(
            "consent_date",
            Text(f"授权日期 {day[:40]!r} 应写成 2026-11-01", f"consent date {day[:40]!r}: write it like 2026-11-01"),
        ) from None
    return Consent(who, on.isoformat(), document)


def _schedule(words: str) -> str:
    read = _read("schedule", unicodedata.normalize("NFKC", words), schedule.read)
    return "" if read is None else read.text


def _number(key: str, words: str) -> float:
    said = unicodedata.normalize("NFKC", words).replace(",", "")
    if not said:
        return 0.0
    if not re.fullmatch(r"\d{1,7}(\.\d+)?", said) or float(said) <= 0:
        raise Wrong(key, Text(f"{words[:40]!r} 应为正数", f"{words[:40]!r} must be a number above 0"))
    return float(said)


def _items(words: str, standard: Standard) -> tuple[str, ...]:
    items = tuple(dict.fromkeys(parts(unicodedata.normalize("NFKC", words))))
    if unknown := next((item for item in items if item not in standard.by_id), None):
        hint = nearest(unknown, standard.by_id)
        raise Wrong("items", Text(f"没有条目 {unknown[:40]!r}{hint}", f"unknown item {unknown[:40]!r}{hint}"))
    return items


def _devices(words: str) -> tuple[str, ...]:
    said = [part.casefold() for part in parts(words)]
    if unknown := next((each for each in said if each not in (*Device, "both")), None):
        raise Wrong(
            "devices", Text(f"{unknown[:40]!r} 应为 desktop 或 mobile", f"{unknown[:40]!r} must be desktop or mobile")
        )
    return tuple(each for each in Device if each in said) if "both" not in said else ()
