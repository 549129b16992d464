"""Values behind labels in any text (收货人：张三), and numbers with a valid check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from probes.text.numbers import uscc
from probes.text.numbers.masking import identity_numbers
from xuncha.pack.mask.mask_numbers import ValueKind, load_mask_settings, normalize_number
from xuncha.pack.mask.mask_words import build_pattern

_HAN = "\u4e00-\u9fff"
_DOTTED = f"[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}}"
_TO = r"(?:[:：\s]|&nbsp;|<[^<>]{0,99}>|\\[nrt]|\\u003[aA]){1,12}"  # what stands between a label and its value
_GROUPS = r"(?P<value>[1-9]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)"
_DISTRICT = re.compile(r".*(?:省|市|自治区|[^小校园社]区|县|街道|镇|乡)", re.DOTALL)
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_LATIN = re.compile(r"[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,2}")
_IDENTITY = re.compile(r"(?:18|19|20)(?<=[1-8][0-9]{5}..)[0-9]{9}[0-9Xx](?![0-9])(?<![0-9.].{18})")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,3}", re.ASCII)


def _labels(*words: str, latin: bool = True) -> str:
    """A pattern of these labels; without Latin ones it starts with rare characters, so it is fast on megabytes."""
    chosen = sorted((word for word in words if latin or not word.isascii()), key=len, reverse=True)
    return f"(?{'i' if latin else ''}:{'|'.join(map(re.escape, chosen))})"


@cache
def _name_form(table: str, latin: bool) -> re.Pattern[str]:
    labels = _labels(*load_mask_settings()["name"][table], latin=latin)
    value = rf"(?P<value>{_DOTTED}|[{_HAN}]{{2,4}}(?![{_HAN}])|{_LATIN.pattern})"
    beside = rf"(?P<beside>{_DOTTED}|[{_HAN}]{{2,4}})(?=[\s,，;；]{{0,3}}(?:电话|手机|联系电话)?[:：\s]{{0,3}}1[3-9]\d)"
    return re.compile(rf"{labels}(?:姓名)?[)）]?(?:{_TO}{value}|{beside})")


@cache
def _address_form(latin: bool) -> re.Pattern[str]:
    value = rf"(?P<value>[{_HAN}A-Za-z0-9０-９()（）#·—\- ]{{6,80}})"
    return re.compile(rf"{_labels(*load_mask_settings()['address']['labels'], latin=latin)}{_TO}{value}")


@cache
def _door() -> re.Pattern[str]:
    return re.compile(load_mask_settings()["address"]["door"])


@cache
def _old_form() -> re.Pattern[str]:
    return re.compile(rf"{_labels(*load_mask_settings()['identity']['labels'])}{_TO}(?P<value>[1-8]\d{{14}})(?!\d)")


@cache
def _card_form() -> re.Pattern[str]:
    return re.compile(rf"{_labels(*load_mask_settings()['card']['labels'])}{_TO}{_GROUPS}")


@cache
def _escaped_labels() -> re.Pattern[str]:
    words = (*load_mask_settings()["name"]["labels"], *load_mask_settings()["address"]["labels"])
    spelt = {"".join(f"\\u{ord(character):04x}" for character in word) for word in words if not word.isascii()}
    return re.compile(build_pattern(spelt), re.IGNORECASE)


def has_escaped_label(text: str) -> bool:
    """Whether a label occurs in JSON escapes, and so its value does."""
    return "\\u" in text and _escaped_labels().search(text) is not None


def resolve_json_escapes(text: str) -> str:
    """The text with JSON escapes resolved."""
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)


def find_names(text: str, table: str = "labels", code: bool = False) -> Iterator[str]:
    """Names behind the labels of that table: ``labels`` are consumers', ``published`` those that a shop shows.

    In ``code``, only behind Chinese labels.
    """
    for found in _name_form(table, not code).finditer(text) if not (code and text.isascii()) else ():
        value = found["value"] or found["beside"]
        if is_name(value):
            yield value


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_mask_settings()["name"]["not_name"])), re.IGNORECASE)


def cannot_be_name(word: str) -> bool:
    """Whether it has something that no name has, or is masked already."""
    return "*" in word or _no_name().search(word) is not None


def is_name(word: str) -> bool:
    """Whether it may be a person's name: a known surname and one or two characters, or Latin words."""
    table = load_mask_settings()["name"]
    if cannot_be_name(word):
        return False
    if _LATIN.fullmatch(word) or re.fullmatch(_DOTTED, word):
        return True
    if not re.fullmatch(f"[{_HAN}]{{2,4}}", word):
        return False
    return (word[:2] in table["compound"] and len(word) > 2) or (word[0] in table["surnames"] and len(word) < 4)


def find_addresses(text: str, code: bool = False) -> Iterator[str]:
    """Delivery addresses with a door number; not those that returns are sent to."""
    table = load_mask_settings()["address"]
    for found in _address_form(not code).finditer(text) if not (code and text.isascii()) else ():
        near = text[max(0, found.start() - table["window"]) : found.end() + table["window"]]
        value = found["value"].strip()
        if is_address(value) and not any(word in near for word in table["returns"]):
            yield value


def is_address(value: str) -> bool:
    """Whether it may be an address: at least 6 characters, unmasked, with a door number."""
    return len(value) >= 6 and "*" not in value and _door().search(value) is not None


def extract_street(address: str) -> str:
    """What follows the last district of an address, if it has a door number by itself; else ""."""
    found = _DISTRICT.match(address)
    tail = address[found.end() :].strip() if found else ""
    return tail if is_address(tail) else ""


def find_identities_in_code(text: str) -> Iterator[str]:
    """Identity numbers of 18 digits, in any file."""
    for found in _IDENTITY.finditer(text):
        for kind, value in find_identities(text[found.start() - 6 : found.end()]):
            if kind is ValueKind.IDENTITY:
                yield value


def find_identities(text: str) -> Iterator[tuple[ValueKind, str]]:
    """Identity numbers: 18 digits by their check digit, 15 by label and date. A business's credit code is not one."""
    for value in identity_numbers(text):
        if uscc.invalid_reason(value.upper()) != "ok":
            yield ValueKind.IDENTITY, value
    for found in _old_form().finditer(text):
        if is_old_identity(found["value"]):
            yield ValueKind.OLD_IDENTITY, found["value"]


def is_old_identity(value: str) -> bool:
    """Whether it is 15 digits with a date of birth in the middle."""
    if len(value) != 15 or not value.isascii() or not value.isdigit():
        return False
    try:
        date(1900 + int(value[6:8]), int(value[8:10]), int(value[10:12]))
    except ValueError:
        return False
    return True


def find_bank_cards(text: str) -> Iterator[str]:
    """Bank card numbers behind a label that says so; not a company's account."""
    table = load_mask_settings()["card"]
    for found in _card_form().finditer(text):
        near = text[max(0, found.start() - table["window"]) : found.start()]
        if is_card(found["value"]) and not any(word in near for word in table["company"]):
            yield found["value"]


def is_card(value: str) -> bool:
    """Whether it is 16 to 19 digits with a valid check digit (ISO/IEC 7812-1, Luhn)."""
    bare = normalize_number(value)
    if not 16 <= len(bare) <= 19 or not bare.isascii() or not bare.isdigit() or len(set(bare)) == 1:
        return False
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(bare))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def find_email_addresses(text: str) -> Iterator[re.Match[str]]:
    """E-mail addresses in the text."""
    return _MAIL.finditer(text)
