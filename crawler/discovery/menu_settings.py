"""How a control that opens a menu is recognised: the file menus.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class FoldedTitles:
    """Titles at the foot of a page under which links are folded away."""

    titles: Annotated[int, Setting("pressed, at most")]
    longest: Annotated[int, Setting("of one, at most", "characters")]
    around: Annotated[int, Setting("around a link in which its title is looked for", "boxes")]


@dataclass(frozen=True, slots=True)
class MenuWords:
    """The file menus.toml: how a control that opens a menu is recognised."""

    words: Annotated[tuple[str, ...], Setting("that it says; earlier ones first")]
    classes: Annotated[tuple[str, ...], Setting("in its class names")]
    folded: FoldedTitles


FILE = SettingsFile("crawler.discovery", "menus.toml", MenuWords)
