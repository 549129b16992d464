"""What a pack is made of, and what its makers are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.site import Site
from storage.audits import Audit
from storage.documents import Document
from xuncha.rules import Rules


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a pack. ``name`` is ASCII, relative, with ``/``; ``original`` the SHA-256 of what was masked to make it."""

    name: str
    data: bytes
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What every maker of parts reads: all of it is masked already unless the pack is ``sealed``.

    ``record`` is what audit.json holds; ``blob`` returns what a SHA-256 names, masked like the rest, or None where it is not
    kept any more. ``made_at`` is when the pack is made, the only time that is not of the audit. ``unread`` bodies are files in
    which words cannot be masked: PDF, documents of an office, compressed ones.
    """

    audit: Audit
    site: Site
    rules: Rules
    record: Mapping[str, Any]
    documents: tuple[Document, ...]
    blob: Callable[[str], bytes | None]
    made_at: datetime
    sealed: bool = False
    unread: int = 0
