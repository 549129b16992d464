"""JSON that is safe on a terminal: readable Chinese, and nothing that a terminal or a line reader would act on."""

from __future__ import annotations

import json


def dump_plain_json(value: object, indent: int | None = None) -> str:
    """As ``json.dumps``, with control characters, lone surrogates and unusual line separators escaped."""
    raw = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return "".join(c if c.isprintable() or c == "\n" else _escape(c) for c in raw)


def _escape(c: str) -> str:
    return json.dumps(c)[1:-1]
