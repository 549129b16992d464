"""Whether a page is written in Chinese, in either script: only there do our words find what they look for."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

from crawler.site import View
from probes.reading.remember import per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("language.toml").read_text("utf-8"))
_LEAST: int = _DATA["limits"]["least"]
_CHINESE: float = _DATA["limits"]["chinese"]
_COUNTED = {name: re.compile(pattern) for name, pattern in _DATA["patterns"].items()}


def is_foreign(view: View) -> bool:
    """Whether most of what the page says is in another language; False for one that says next to nothing."""
    chinese, other = _counted(view)
    return chinese + other >= _LEAST and chinese < _CHINESE * (chinese + other)


@per_view
def _counted(view: View) -> tuple[int, int]:
    """Chinese characters, and words of alphabets and syllables of other scripts."""
    counts = {name: sum(1 for _ in pattern.finditer(view.text)) for name, pattern in _COUNTED.items()}
    return counts["chinese"], counts["word"] + counts["syllable"]
