"""What of a shop is opened at last: the file leftovers.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class LeftoverLimits:
    """How much is opened at last on a device."""

    seconds: Annotated[float, Setting("after which no other page is begun, on a quick machine", "seconds")]
    presses: Annotated[int, Setting("of entries without an address")]
    adopted: Annotated[int, Setting("loads of pages whose addresses another device found")]
    longest: Annotated[int, Setting("of an entry without an address that is pressed", "characters")]
    sentence: Annotated[int, Setting("of a piece of text beside goods that counts, at least", "characters")]
    beside_goods: Annotated[int, Setting("of such text on a page that is nothing but a list of goods", "characters")]


@dataclass(frozen=True, slots=True)
class LeftoverLoads:
    """Page loads of entries that no role's words name, of those that further pages left."""

    desktop: Annotated[int, Setting("on a desktop")]
    mobile: Annotated[int, Setting("on a phone")]


@dataclass(frozen=True, slots=True)
class NeverOpened:
    """What is not opened."""

    words: Annotated[tuple[str, ...], Setting("of labels that do something")]
    pressed: Annotated[tuple[str, ...], Setting("of labels without an address that may do something when pressed")]
    files: Annotated[tuple[str, ...], Setting("that are no pages, by the end of the address")]


@dataclass(frozen=True, slots=True)
class TurningLinks:
    """Links that turn the pages of a list."""

    labels: Annotated[str, Setting("pattern of their labels: such a part is opened last")]
    urls: Annotated[str, Setting("pattern of its number in a query; the first part is the list itself")]


@dataclass(frozen=True, slots=True)
class LeftoverSettings:
    """The file leftovers.toml."""

    limits: LeftoverLimits
    loads: LeftoverLoads
    never: NeverOpened
    turning: TurningLinks


FILE = SettingsFile("crawler.discovery.leftovers", "leftovers.toml", LeftoverSettings)
