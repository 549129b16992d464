"""decisions/: what persons decided, and the documents that were filed, each as its own file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_type_hints

from storage.documents import Document
from storage.shapes import shape
from xuncha.pack.manifest import canonical
from xuncha.pack.parts import Facts, Part

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60
_SHORT = 8


def parts(facts: Facts) -> Iterator[Part]:
    """``decisions/decisions.json`` always, and each document that is still kept once an item."""
    audit = facts.audit
    yield Part(
        "decisions/decisions.json",
        canonical(
            {
                "decisions": [_plain(each) for each in audit.decisions],
                "line_decisions": [_plain(each) for each in audit.line_decisions],
                "flag_decisions": [_plain(each) for each in audit.flag_decisions],
                "documents": [_document(each) for each in facts.documents],
            }
        ),
    )
    for each in facts.documents:
        data = facts.blob(each.sha256)
        if data is not None:
            yield Part(file_of(each), data)


def file_of(document: Document) -> str:
    """Where a document lies in the pack: its own name may be Chinese, and names in packs are safe on every system."""
    stem, _, ending = document.name.rpartition(".")
    safe = _UNSAFE.sub("-", stem or ending).strip("-.")[:_LONGEST].strip("-.") or "document"
    tail = _UNSAFE.sub("", ending).strip("-.")[:10].strip("-.") if stem else ""
    return f"decisions/{document.item}/{document.sha256[:_SHORT]}-{safe}{f'.{tail}' if tail else ''}"


def _document(document: Document) -> dict[str, Any]:
    return {**_plain(document), "file": file_of(document)}


def _plain(thing: Any) -> dict[str, Any]:
    """A dataclass by the names of its fields."""
    kind = type(thing)
    return {
        field.name: shape(hint).to_json(getattr(thing, field.name))
        for field, hint in ((field, get_type_hints(kind)[field.name]) for field in dataclasses.fields(kind))
    }
