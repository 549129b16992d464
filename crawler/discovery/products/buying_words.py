"""Words of buy controls, by group: one table for the crawler and for the probes, which import nothing else here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import FieldKey, Setting


@dataclass(frozen=True, slots=True)
class BuyingWords:
    """Words of buy controls, by what they do or what replaces them."""

    cart: Annotated[tuple[str, ...], Setting("puts goods into a cart")]
    now: Annotated[tuple[str, ...], Setting("begins an order at once")]
    book: Annotated[tuple[str, ...], Setting("books a service or goods to come")]
    loose: Annotated[tuple[str, ...], Setting("says so in fewer words, which stand in other places too")]
    notify: Annotated[tuple[str, ...], Setting("stands in the place of the others while there is no stock")]
    only_speaks: Annotated[tuple[str, ...], FieldKey("not"), Setting("of a control that only speaks of buying")]


@dataclass(frozen=True, slots=True)
class BuyingMarks:
    """Class and id names, picture names and form addresses of buy controls without words."""

    names: Annotated[str, Setting("pattern of such names")]
    actions: Annotated[str, Setting("pattern of addresses of forms")]


@dataclass(frozen=True, slots=True)
class BuyingLimits:
    """How long the label of a buy control may be."""

    chars: Annotated[int, Setting("of what it says, a Latin one for half a one", "characters")]


@dataclass(frozen=True, slots=True)
class BuyingSettings:
    """The file buying.toml."""

    words: BuyingWords
    marks: BuyingMarks
    limits: BuyingLimits


FILE = SettingsFile("crawler.discovery.products", "buying.toml", BuyingSettings)
DATA = FILE.load()
_WORDS = DATA.words
GROUPS: dict[str, tuple[str, ...]] = {
    "cart": _WORDS.cart,
    "now": _WORDS.now,
    "book": _WORDS.book,
    "loose": _WORDS.loose,
    "notify": _WORDS.notify,
    "not": _WORDS.only_speaks,
}
