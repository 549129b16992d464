"""Sentences that only announce, thank or ask to be read, and state nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class AnnouncedTable:
    """The file announced.toml."""

    announces: str
    states: str


FILE = SettingsFile("probes.text", "announced.toml", AnnouncedTable)
_DATA = FILE.load()
_ANNOUNCES, _STATES = re.compile(_DATA.announces), re.compile(_DATA.states)


@per_line
def announces_only(sentence: str) -> bool:
    """Does the sentence only say that something will be explained, ask to be read, or thank?"""
    return _ANNOUNCES.search(sentence) is not None and _STATES.search(sentence) is None
