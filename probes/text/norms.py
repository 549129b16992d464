"""Whether a text binds anybody, as a rule does and a piece of news filed under the rules does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Whole
from probes.text.remember import per_text


@dataclass(frozen=True, slots=True)
class NormsTable:
    """The file norms.toml."""

    norms: str
    parties: str
    long: Whole[Literal["characters"]]
    least: Whole[Literal["norms", "parties"]]


FILE = SettingsFile("probes.text", "norms.toml", NormsTable)
_DATA = FILE.load()
_WORDS = {"norms": re.compile(_DATA.norms, re.IGNORECASE), "parties": re.compile(_DATA.parties, re.IGNORECASE)}


@per_text
def binds_anybody(text: str) -> bool:
    """Does the text say what must, may or must not be done, or name the parties a rule is for? A short text passes anyway."""
    return len(text.strip()) < _DATA.long["characters"] or any(
        _distinct(text, name) >= least for name, least in _DATA.least.items()
    )


def _distinct(text: str, name: str) -> int:
    return len({found.group().lower() for found in _WORDS[name].finditer(text)})
