"""The words of a pack's files: headings, labels and texts, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawler.settings_file import WordTable


def load_pack_words() -> Mapping[str, Any]:
    """pack.toml, one table for each file of a pack. Raises ConfigurationError: our own bug."""
    return WordTable("xuncha.pack.documents", "pack.toml").load()
