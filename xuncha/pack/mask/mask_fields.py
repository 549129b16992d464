"""JSON fields about people, such as "receiverName": "张三", wherever JSON occurs, even inside other JSON strings."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from xuncha.pack.mask.mask_numbers import ValueKind, load_mask_settings, mask_value

_FIELD = re.compile(r"[\"']([A-Za-z][A-Za-z_-]{1,30}+)\\{0,3}[\"']\s{0,3}:\s{0,3}")
_VALUE = re.compile(r"\\{0,3}\"((?:[^\"\\\n]|\\+[^\"\\\n]){1,2000})\\{0,3}\"|(\d{11,19})(?!\d)")
_DEEP = 3  # JSON strings inside JSON strings


def find_personal_fields(text: str) -> Iterator[tuple[str, str, str]]:
    """The values of JSON fields about people, wherever they occur: kind of field in mask.toml, name, value."""
    for found in _FIELD.finditer(text):
        name, kind = _field(found[1])
        value = _VALUE.match(text, found.end()) if kind else None
        if value is not None:
            said = value[2] or value[1]
            if kind != "free" and "*" in said:  # masked by the shop itself
                continue
            yield kind, name, _unescaped(said) if "\\" in said else said


def mask_named_fields(text: str, words: Collection[str]) -> tuple[str, int]:
    """The text with these words masked in fields that hold a name, and how many fields changed."""
    parts, at = list[str](), 0
    for found in _FIELD.finditer(text):
        value = _VALUE.match(text, found.end()) if _field(found[1])[1] in ("name", "nick") else None
        if value is None or not value[1] or found.start() < at:
            continue
        said = value[1]
        for _ in range(_DEEP if "\\" in said else 0):
            said = _unescaped(said)
        if said in words:
            parts += [text[at : value.start(1)], mask_value(said, ValueKind.NICK)]
            at = value.end(1)
    return ("".join((*parts, text[at:])), len(parts) // 2) if parts else (text, 0)


@lru_cache(maxsize=4096)
def _field(name: str) -> tuple[str, str]:
    """A field's name, in lower case without _ and -, and its kind ("" = none that matters)."""
    name = name.lower().replace("_", "").replace("-", "")
    tables = load_mask_settings()["keys"]
    kinds = ("name", "nick", "address", "mail", "identity", "card", "free", "phone")
    return name, next((kind for kind in kinds if is_field(name, tables[kind])), "")


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"'))
    except ValueError:
        return value


def is_field(name: str, wanted: Collection[str]) -> bool:
    """Whether a field's name is one of these; ``*end`` matches any name with that end."""
    return any(name.endswith(pattern[1:]) if pattern.startswith("*") else name == pattern for pattern in wanted)
