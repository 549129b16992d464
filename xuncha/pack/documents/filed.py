"""decisions/: people's decisions, and the filed documents, each as its own file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_type_hints

from scoring.decisions.decision import Decision
from storage.db.serializers import build_serializer
from storage.documents import Document
from xuncha.pack.canonical_json import encode_canonical
from xuncha.pack.parts import PackFacts, PackPart

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60
_SHORT = 8


def make_decision_files(facts: PackFacts) -> Iterator[PackPart]:
    """``decisions/decisions.json`` always, and once for each item every document that is still kept."""
    audit = facts.audit
    yield PackPart(
        "decisions/decisions.json",
        encode_canonical(
            {
                "decisions": [_decision(decision) for decision in audit.decisions],
                "line_decisions": [_plain(decision) for decision in audit.line_decisions],
                "flag_decisions": [_plain(decision) for decision in audit.flag_decisions],
                "documents": [_document(document) for document in facts.documents],
            }
        ),
    )
    for document in facts.documents:
        data = facts.blob(document.sha256)
        if data is not None:
            yield PackPart(name_document_file(document), data)


def name_document_file(document: Document) -> str:
    """A document's name in the pack: its own may be Chinese, and names in packs are valid on every system."""
    stem, _, ending = document.name.rpartition(".")
    safe = _UNSAFE.sub("-", stem or ending).strip("-.")[:_LONGEST].strip("-.") or "document"
    tail = _UNSAFE.sub("", ending).strip("-.")[:10].strip("-.") if stem else ""
    return f"decisions/{document.item}/{document.sha256[:_SHORT]}-{safe}{f'.{tail}' if tail else ''}"


def _document(document: Document) -> dict[str, Any]:
    return {**_plain(document), "file": name_document_file(document)}


def _decision(said: Decision) -> dict[str, Any]:
    """A decision; that it agrees with the machine stands there only where it does, as in audit.json."""
    plain = _plain(said)
    return plain if said.agreed else {name: value for name, value in plain.items() if name != "agreed"}


def _plain(thing: Any) -> dict[str, Any]:
    """A dataclass as a dict by field name."""
    kind = type(thing)
    return {
        field.name: build_serializer(hint).to_json(getattr(thing, field.name))
        for field, hint in ((field, get_type_hints(kind)[field.name]) for field in dataclasses.fields(kind))
    }
