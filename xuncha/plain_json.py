"""JSON that a terminal may be shown: readable Chinese, and nothing in it that a terminal or a reader of lines would obey."""

from __future__ import annotations

import json


def dumps(value: object, indent: int | None = None) -> str:
    """As ``json.dumps``; control characters, lone surrogates and other separators of lines stand as escapes."""
    raw = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return "".join(c if c.isprintable() or c == "\n" else _escape(c) for c in raw)


def _escape(c: str) -> str:
    return json.dumps(c)[1:-1]
