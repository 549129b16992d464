"""Words of entries by what they lead to: one table for the crawler and for the probes, which import nothing else here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting

SIGN = "@"


@dataclass(frozen=True, slots=True)
class ComplaintEntries:
    """What entries to complaints say."""

    entry: Annotated[tuple[str, ...], Setting("what they are called")]
    also: Annotated[tuple[str, ...], Setting("what else one may be called, where nothing better is said")]


@dataclass(frozen=True, slots=True)
class ServiceEntries:
    """What entries to customer service say."""

    entry: Annotated[tuple[str, ...], Setting("what they are called, beside the words of roles.toml")]


@dataclass(frozen=True, slots=True)
class EntrySettings:
    """The file entries.toml."""

    complaint: ComplaintEntries
    service: ServiceEntries


FILE = SettingsFile("crawler.links", "entries.toml", EntrySettings)
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "complaint": {"entry": FILE.load().complaint.entry, "also": FILE.load().complaint.also},
    "service": {"entry": FILE.load().service.entry},
}


def with_entries(words: Iterable[str]) -> tuple[str, ...]:
    """The words, with each group's name replaced by its words. Raises KeyError for an unknown group."""
    found: list[str] = []
    for word in words:
        if word.startswith(SIGN):
            concept, _, group = word.removeprefix(SIGN).partition(".")
            found += GROUPS[concept][group]
        else:
            found.append(word)
    return tuple(found)
