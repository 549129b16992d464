"""The body of a request as the query of an address, by which players tell apart two answers of one address.

The format is https://specs.webrecorder.net/request-body-canonicalization/latest/; what is neither form nor JSON goes in
whole, as base64.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus, urlencode

MOST = 4096  # characters by which an address may grow
_FORM, _JSON, _PLAIN = "application/x-www-form-urlencoded", "application/json", "text/plain"


def body_as_query(media: str, body: bytes) -> str:
    """The query, at most MOST characters; "" where there is no body, or it claims to be JSON and is not."""
    if media.startswith(_FORM):
        try:
            query = unquote_plus(body.decode("utf-8"))
        except UnicodeDecodeError:
            query = _whole(body)
    elif media.startswith(_JSON):
        query = _fields(body) or ""
    elif media.startswith(_PLAIN):
        fields = _fields(body)
        query = _whole(body) if fields is None else fields
    else:
        query = _whole(body)
    return query[:MOST]


def _whole(body: bytes) -> str:
    return "__wb_post_data=" + base64.b64encode(body).decode("ascii")


def _fields(body: bytes) -> str | None:
    """The leaves of a JSON text by their nearest names, repeated names numbered; None where it is not JSON."""
    try:
        leaves = list(_leaves("", json.loads(body)))
    except (ValueError, RecursionError):  # a page may send endless brackets
        return None
    seen: Counter[str] = Counter()
    told: dict[str, str] = {}
    for name, value in leaves:
        seen[name] += 1
        told[name if seen[name] == 1 else f"{name}.{seen[name]}_"] = value
    return urlencode(told, errors="replace")


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, part in value.items():
            yield from _leaves(inner, part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(name, part)
    elif name:
        yield name, str(value)
