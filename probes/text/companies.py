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
_NUMBERED = re.compile(r"^\((?:[a-z]|[0-9]{1,2}|[一二三四五六七八九十]{1,2})\)(?=.{5})")
_SHORTEST = 5  # characters of a name with its ending


@per_line
def find_companies(text: str) -> tuple[str, ...]:
    """Names of companies in a text, in order of appearance, each once, without the words that introduce them."""
    names = (_trim(_LEAD.sub("", match.group().strip())) for match in _COMPANY.finditer(text))
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))


def _trim(name: str) -> str:
    """The name without the number of a list before it, and without what stands beyond a bracket of which it holds one alone."""
    name = _NUMBERED.sub("", name)
    if name.count("(") > name.count(")"):
        return name.rpartition("(")[2]
    return name.partition(")")[2] if name.count(")") > name.count("(") else name
