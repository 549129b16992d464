"""Puts a sentence of a formal paper into the plain words that most shops use, for a reader that learnt from those."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class FormalTurn:
    """One turn of the formal voice, as a pattern, and what plainly says the same."""

    written: str
    plain: str


@dataclass(frozen=True, slots=True)
class FormalVoiceTable:
    """The file formal_voice.toml."""

    turns: Mapping[str, FormalTurn]


FILE = SettingsFile("probes.text.learnt", "formal_voice.toml", FormalVoiceTable)
_TURNS = tuple((re.compile(turn.written), turn.plain) for turn in FILE.load().turns.values())


@per_line
def put_plainly(said: str) -> str:
    """The folded sentence in plain words; the same where none of it is formal."""
    for written, plain in _TURNS:
        said = written.sub(plain, said)
    return said
