"""How products, their cards and their prices are recognised: the file goods.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class ProductPatterns:
    """How a product's page is recognised."""

    price: Annotated[
        str,
        Setting("a sum of money by its sign or unit; or a bare number, whose class or a sign apart says so"),
    ]
    sign: Annotated[str, Setting("such a sign")]
    price_class: Annotated[str, Setting("the class of such a number")]
    row: Annotated[str, Setting("a row of parameters, and its first cell")]
    data: Annotated[tuple[str, ...], Setting("structured data of one product; a list of products names several")]
    article: Annotated[tuple[str, ...], Setting("structured data of an article")]


@dataclass(frozen=True, slots=True)
class GoneWords:
    """How a product that is no longer sold is recognised."""

    words: Annotated[
        tuple[str, ...],
        Setting("patterns of a whole short sentence, in no link and on no card"),
    ]


@dataclass(frozen=True, slots=True)
class SellerWords:
    """How a card's seller is recognised."""

    words: Annotated[str, Setting("pattern of a shop's name")]


@dataclass(frozen=True, slots=True)
class MoreWords:
    """How a list's continuation is recognised."""

    words: Annotated[tuple[str, ...], Setting("a whole label of such a control")]


@dataclass(frozen=True, slots=True)
class GoodsLimits:
    """Limits for recognising products, cards and prices."""

    gone_chars: Annotated[int, Setting("of a sentence that says a product is gone", "characters")]
    gone_screens: Annotated[float, Setting("viewport heights in which it stands")]
    buttons: Annotated[int, Setting("more controls to buy than these are those of cards")]
    cards: Annotated[int, Setting("other products linked before a page may be a list")]
    alike: Annotated[int, Setting("blocks of one shape, each with picture and price, that are cards")]
    card_prices: Annotated[int, Setting("more prices than these in one block are no card's")]
    card_picture: Annotated[int, Setting("of the least side of a card's picture", "CSS px")]
    drawn_picture: Annotated[int, Setting("of one that is drawn (svg, canvas): smaller ones are icons", "CSS px")]
    blank_picture: Annotated[int, Setting("of the least side of the blank place of a card's picture", "CSS px")]
    blank_words: Annotated[int, Setting("in such a place: the name of a seller, a mark", "characters")]
    card_levels: Annotated[int, Setting("elements up from a price in which its card is looked for")]
    price_chars: Annotated[int, Setting("of an element that is a price tag", "characters")]
    title_least: Annotated[int, Setting("of a card's name, at least", "characters")]
    title_most: Annotated[int, Setting("of a card's name, at most", "characters")]
    gallery: Annotated[int, Setting("of the least side of a product's own picture", "CSS px")]
    bigger: Annotated[
        float, Setting("so many times the area of a card's picture is a product's own, where there are cards", "times")
    ]
    larger: Annotated[
        float,
        Setting("so many times the size of the cards' prices is the page's own price, where there are cards", "times"),
    ]
    rows: Annotated[int, Setting("parameters that make a product's page")]
    screens: Annotated[float, Setting("viewport heights in which the page's own price and picture stand")]
    guessed_lists: Annotated[int, Setting("entries that are only shaped like a category's and are tried")]
    category_chars: Annotated[int, Setting("of such an entry", "characters")]
    small_lists: Annotated[int, Setting("lists looked at where they show fewer products than the sample asks")]


@dataclass(frozen=True, slots=True)
class GoodsSettings:
    """The file goods.toml: how a product's page is told from a list, an article and a product no longer sold, and a card's seller."""

    product: ProductPatterns
    gone: GoneWords
    seller: SellerWords
    more: MoreWords
    limits: GoodsLimits


FILE = SettingsFile("crawler.discovery.products", "goods.toml", GoodsSettings)
DATA = FILE.load()
LIMITS = DATA.limits
