"""When short words are a shop's promises or name what stands beside them, and are no entries: the file promises.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class PromiseLimits:
    """When a row of short words is a shop's promises, not entries."""

    row: Annotated[int, Setting("of a kind in a row, at least")]
    longest: Annotated[int, Setting("of each, at most", "characters")]
    level: Annotated[float, Setting("that their tops differ, at most", "CSS px")]
    levels: Annotated[int, Setting("of boxes around each that can be pressed neither")]
    pressed: Annotated[
        int, Setting("boxes without an address that show that they can be pressed, for those that do not to be none")
    ]


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """When words are the name of what stands beside them already, not an entry to it."""

    open: Annotated[str, Setting("pattern of the classes of the tab of a row whose part is shown")]
    links: Annotated[int, Setting("links of one shape below a title, at least")]
    around: Annotated[int, Setting("boxes around a title, its own included, below which they are looked for")]
    asked: Annotated[
        int,
        Setting("words of one role that are taken for such names on a page, at most: a further one may be an entry"),
    ]


@dataclass(frozen=True, slots=True)
class BadgeSettings:
    """When words tell on each card who sells the goods, and are no entry."""

    roles: Annotated[tuple[str, ...], Setting("roles whose word is such a badge (商家)")]
    alike: Annotated[int, Setting("of the same words in places of one shape, at least")]


@dataclass(frozen=True, slots=True)
class PromiseSettings:
    """The file promises.toml."""

    limits: PromiseLimits
    titles: TitleSettings
    badges: BadgeSettings


FILE = SettingsFile("crawler.links", "promises.toml", PromiseSettings)
