"""Settings that a test wants otherwise: frozen ones are replaced, not written into."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from crawler.dom.read_settings import FILE, ReadSettings


def reading_with(path: str, **values: Any) -> Callable[[], ReadSettings]:
    """What stands in for a module's ``settings``: those of read.toml with other values in the table at ``path`` (ocr.budget)."""
    made = _replaced(FILE.load(), path.split("."), values)
    return lambda: made


def _replaced(table: Any, path: list[str], values: dict[str, Any]) -> Any:
    if not path:
        return dataclasses.replace(table, **values)
    return dataclasses.replace(table, **{path[0]: _replaced(getattr(table, path[0]), path[1:], values)})
