"""Names of companies in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class CompaniesTable:
    """The file companies.toml."""

    company: str
    lead: str


FILE = SettingsFile("probes.text", "companies.toml", CompaniesTable)
_DATA = FILE.load()
_COMPANY = re.compile(_DATA.company)
_LEAD = re.compile(_DATA.lead)
_SHORTEST = 5  # characters of a name with its ending


@per_line
def find_companies(text: str) -> tuple[str, ...]:
    """Names of companies in a text, in order of appearance, each once, without the words that introduce them."""
    names = (_LEAD.sub("", match.group().strip()) for match in _COMPANY.finditer(text))
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))
