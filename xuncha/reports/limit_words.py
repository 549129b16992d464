"""The units and sources of limits in both languages: rules name each once, in the language it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from crawler.settings_file import WordTable


def name_unit(unit: str) -> Mapping[str, str]:
    """A limit's unit in both languages; one that a newer record brought along, as it stands."""
    words: Mapping[str, str] = _table()["units"].get(unit, {"zh": unit, "en": unit})
    return words


def name_source(source: str) -> Mapping[str, str]:
    """Where a limit comes from, in both languages; a source without words of its own, as it stands."""
    known: Mapping[str, str] | None = _table()["sources"].get(source)
    if known is not None:
        return known
    for shape in _table()["shapes"]:
        if found := re.fullmatch(shape["pattern"], source):
            return {lang: said.format(found[1]) for lang, said in shape["words"].items()}
    return {"zh": source, "en": source}


@cache
def _table() -> Mapping[str, Any]:
    return WordTable("xuncha.reports", "limit_words.toml").load()
