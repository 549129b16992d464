"""Tabs that divide a collection of documents: the file shelf_tabs.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class ShelfTabLimits:
    """Tabs that divide a collection of documents."""

    most: Annotated[int, Setting("of a shelf, that are pressed")]
    depth: Annotated[int, Setting("boxes looked up for a form")]


@dataclass(frozen=True, slots=True)
class ShelfTabSettings:
    """The file shelf_tabs.toml."""

    limits: ShelfTabLimits


FILE = SettingsFile("crawler.links", "shelf_tabs.toml", ShelfTabSettings)
