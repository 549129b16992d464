"""Canonical JSON: the one spelling of a document that is signed or hashed."""

from __future__ import annotations

import json
from typing import Any


def encode_canonical(value: Any) -> bytes:
    """Canonical JSON: keys sorted, no blanks, ASCII, a final newline. Raises ValueError for NaN."""
    return (json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n").encode("ascii")
