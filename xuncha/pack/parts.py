"""The parts of a pack, and the facts that their makers are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from crawler.site import Site
from storage.documents import Document
from storage.visits.audit import Audit
from xuncha.judging.rules import Rules


@dataclass(frozen=True, slots=True)
class PackPart:
    """One file of a pack. ``name``: ASCII, relative, with ``/``; ``original``: the SHA-256 before masking."""

    name: str
    data: bytes
    original: str | None = None


class DocumentFacts(Protocol):
    """The facts for documents that retell the record; ``PackFacts`` has them, and so has a pack being verified."""

    @property
    def record(self) -> Mapping[str, Any]: ...
    @property
    def blob(self) -> Callable[[str], bytes | None]: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def sealed(self) -> bool: ...
    @property
    def unread(self) -> int: ...


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What every maker of parts reads, all of it already masked unless the pack is ``sealed``.

    ``record`` is the content of audit.json; ``blob`` gives the bytes of a SHA-256, masked like the rest, or None where
    they are no longer kept. ``made_at`` is when the pack is made, the only time not taken from the audit. ``unread``
    bodies are files in which text cannot be masked: PDF, office documents, compressed files.
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
