"""The list of an audit's items beside one of them: plain lines by chapter, which say all that their row shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.standard_tables import Standard
from xuncha.web.audit_data import AuditData
from xuncha.web.views.audit_overview import is_waiting


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item, its name and verdict (``said`` in words) in one language; ``waits``: for a person's word."""

    item: str
    name: str
    verdict: str
    said: str
    waits: bool


@dataclass(frozen=True, slots=True)
class ListedChapter:
    """One chapter of the audit with its items."""

    audit: str
    id: str
    name: str
    items: tuple[ListedItem, ...]


def list_chapters(standard: Standard, data: AuditData, lang: str) -> tuple[ListedChapter, ...]:
    """The chapters that have items, in the order of the standard."""
    words = {str(verdict): {"zh": said.zh, "en": said.en}[lang] for verdict, said in standard.verdicts.items()}
    by: dict[str, list[ListedItem]] = {}
    for item in data.items.values():
        by.setdefault(item["chapter"], []).append(_line(item, words, lang))
    return tuple(
        ListedChapter(
            data.listed.id, chapter.id, {"zh": chapter.name.zh, "en": chapter.name.en}[lang], tuple(by[chapter.id])
        )
        for chapter in standard.chapters
        if chapter.id in by
    )


def _line(item: Mapping[str, Any], words: Mapping[str, str], lang: str) -> ListedItem:
    return ListedItem(item["item"], item["name"][lang], item["verdict"], words[item["verdict"]], is_waiting(item))
