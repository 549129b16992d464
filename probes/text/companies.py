"""Names of companies in a text."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from probes.reading.remember import per_line

_DATA: dict[str, str] = tomllib.loads(files("probes.text").joinpath("companies.toml").read_text("utf-8"))
_COMPANY = re.compile(_DATA["company"])
_LEAD = re.compile(_DATA["lead"])
_SHORTEST = 5  # characters of a name with its ending


@per_line
def companies(text: str) -> tuple[str, ...]:
    """Names of companies in a text, in order of appearance, each once, without the words that lead to them."""
    names = (_LEAD.sub("", match.group().strip()) for match in _COMPANY.finditer(text))
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))
