"""What is said of a table that is wrong, and which known word a misspelt one is nearest to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ConfigurationError(ValueError):
    """A TOML table is wrong; the message names the key and how to mend it."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
