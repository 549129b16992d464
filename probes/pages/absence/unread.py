"""Pictures whose words were not read, and which of them could hold what was looked for."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import unquote, urlsplit

from crawler.dom.picture_places import PICTURES
from crawler.links.link_around import find_link_around
from crawler.links.places import strip_place_numbers
from crawler.links.role_links import is_about_goods
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.urls import page_identity, same_site
from crawler.vocabulary import Region, Role
from probes.finding import Text
from probes.pages.layout.idle_controls import lists_goods
from probes.pages.layout.named_pictures import find_named_walls, find_titled_covers, says_nothing, tells_content
from probes.pages.main.main_text import read_cards
from probes.schema.reading_table import Keyed, Numbers, Spoken, Words
from probes.text.remember import per_elements, per_view, per_view_and, uncut_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """The file unread.toml."""

    limits: Numbers[
        Literal[
            "width",
            "height",
            "own_width",
            "own_height",
            "alike",
            "low",
            "long_shape",
            "wide_share",
            "flat_shape",
            "code_least",
            "code_most",
            "code_square",
            "captcha_width",
            "captcha_height",
            "bar_height",
            "letters",
            "told_pages",
            "name",
        ]
    ]
    words: Words[Literal["code", "captcha"]]
    regions: Keyed[Region, Spoken]


FILE = SettingsFile("probes.pages.absence", "unread.toml", UnreadTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_CODES, _CAPTCHAS = tuple(_DATA.words["code"]), tuple(_DATA.words["captcha"])
_REGIONS = _DATA.regions
_OWN = frozenset({Region.MAIN, Region.SIDE, Region.DIALOG})
_SHOWN = frozenset({Region.MAIN, Region.SIDE})  # where goods are shown among others
_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})


class AnswerPlace(StrEnum):
    """Where on a page an answer may stand."""

    ANYWHERE = "anywhere"
    ENTRIES = "entries"  # links and controls: not in the pictures that describe a product
    TEXTS = "texts"  # what is said in sentences: the page's own part, on pages that are no shelves of goods
    LICENCES = "licences"  # numbers and badges: around and below the shelves of goods, and anywhere on another page
    ALIKE = "alike"  # what a shop says alike of all it sells, wherever it says it


def find_unread_pictures(view: View, where: AnswerPlace = AnswerPlace.ANYWHERE) -> tuple[Element, ...]:
    """The unread pictures that could hold such an answer: visible, large enough for words, no thumbnail, QR code or captcha."""
    return _find_unread(uncut_view(view), where)


@per_view_and
def _find_unread(view: View, where: AnswerPlace) -> tuple[Element, ...]:
    alike = _alike(view.elements)
    found = (view.elements[id] for id in view.thoroughness.unread_images if 0 <= id < len(view.elements))
    return tuple(
        element
        for element in found
        if _placed(view, element, where)
        and _worded(element)
        and not _thumbnail(view, element, alike)
        and not _captcha(view, element)
        and not says_nothing(view, element)
    )


def spoken_for(views: Iterable[View]) -> frozenset[str]:
    """Ids of the pages of goods whose unread pictures could say nothing new of what a shop says alike of all it sells.

    Enough other pages of goods were read whole, the pictures of their descriptions too; what else they lack still counts.
    """
    pages = [view for view in views if view.role is Role.PRODUCT]
    whole = {page_identity(view.url) for view in pages if _reads_description(view) and not is_blind(view)}
    told = len(whole) >= _LIMITS["told_pages"]
    return frozenset(view.id for view in pages if told and _only_description(view))


def _reads_description(view: View) -> bool:
    """Whether words of pictures were looked for in the description of what the page sells."""
    return any(element.ocr_engine and _describes(view, element) for element in view.elements)


def _only_description(view: View) -> bool:
    """Whether all its unread pictures, each of them named in the record, stand in the description."""
    every = view.thoroughness.images_unread <= len(view.thoroughness.unread_images)
    return every and all(_describes(view, picture) for picture in find_unread_pictures(view))


def forget_banners(view: View) -> View:
    """The page without the unread pictures that are flat banners of its own part, as wide as most of the page: they head it and state nothing."""
    thorough = view.thoroughness
    flat = frozenset(
        picture.id
        for picture in find_unread_pictures(view)
        if picture.region is Region.MAIN
        and picture.box.w >= _LIMITS["wide_share"] * view.width
        and picture.box.w >= _LIMITS["flat_shape"] * picture.box.h
    )
    left = tuple(id for id in thorough.unread_images if id not in flat)
    unread = thorough.images_unread - (len(thorough.unread_images) - len(left))
    return dataclasses.replace(
        view, thoroughness=dataclasses.replace(thorough, images_unread=unread, unread_images=left)
    )


def enlarges_goods(view: View, element: Element) -> bool:
    """Whether it is a picture in the description of what the page sells that leads to no address: pressed, it is shown larger."""
    wide = element.region is Region.NAV and element.box.w >= _LIMITS["wide_share"] * view.width  # a panel called so
    shown = element.seen and (element.region is Region.MAIN or wide) and _worded(element)
    return view.role is Role.PRODUCT and element.tag == "img" and shown and not find_link_around(view, element)


def _describes(view: View, picture: Element) -> bool:
    return picture.seen and _in_main(view, picture) and _worded(picture) and not find_link_around(view, picture)


def is_blind(view: View, where: AnswerPlace = AnswerPlace.ANYWHERE) -> bool:
    """Whether an unread picture could hold such an answer; in older records, which do not name the pictures, each could."""
    thorough = view.thoroughness
    return thorough.images_unread > len(thorough.unread_images) or bool(find_unread_pictures(view, where))


def describe_unread(views: Iterable[View], where: AnswerPlace = AnswerPlace.ANYWHERE) -> Text | None:
    """Where the first of these pictures stands, and what it is called; None where the records name none."""
    for view in views:
        for picture in find_unread_pictures(view, where):
            region, name = _REGIONS[picture.region], _name(picture)
            return Text(f"{region['zh']}图片「{name}」", f"picture “{name}” in the {region['en']}")
    return None


def _name(picture: Element) -> str:
    """The picture's alternative text, else its file name, else where it stands."""
    file = unquote(urlsplit(picture.image).path).rsplit("/", 1)[-1] if picture.image.startswith("http") else ""
    return (" ".join(picture.name.split()) or file or picture.selector)[: int(_LIMITS["name"])]


def _placed(view: View, picture: Element, where: AnswerPlace) -> bool:
    """Whether such an answer may stand there. Pictures that are hidden, or appear only on hovering, tell a visitor nothing."""
    if not picture.seen or picture.opened_by:
        return False
    if where is AnswerPlace.TEXTS:
        return picture.region in _OWN and (view.role is Role.PRODUCT or view.role not in _GOODS)
    if where is AnswerPlace.LICENCES:
        low = picture.box.y >= _LIMITS["low"] * view.height
        return low or picture.region is not Region.MAIN or view.role not in _GOODS
    return not (view.role in _GOODS and _in_main(view, picture) and _of_goods(view, picture, where))


def _in_main(view: View, picture: Element) -> bool:
    """Whether the picture stands in the page's own part.

    A navigation bar holds no picture as wide as the page and as tall as a poster: such a region is only labelled as
    one (a description in a panel of tabs). Nor is the foot of a page where a description ends that is its last part.
    """
    if picture.region is Region.FOOTER and view.role is Role.PRODUCT:
        return (picture.frame, strip_place_numbers(picture.selector)) in _described(view)
    if picture.region is not Region.NAV:
        return picture.region is Region.MAIN
    return picture.box.w >= _LIMITS["wide_share"] * view.width and picture.box.h >= _LIMITS["bar_height"]


@per_view
def _described(view: View) -> frozenset[tuple[int, str]]:
    """The shapes of places at which several pictures stand one after another in a page's own part."""
    places = (one for one in list_seen(view.elements) if one.tag == "img" and one.region is Region.MAIN)
    shapes = Counter((one.frame, strip_place_numbers(one.selector)) for one in places)
    return frozenset(shape for shape, count in shapes.items() if count >= _LIMITS["alike"])


def _of_goods(view: View, picture: Element, where: AnswerPlace) -> bool:
    """Whether it stands among goods and shows them: as part of a product's description, or a poster whose name says what it is for."""
    if view.role is Role.PRODUCT:
        return where is AnswerPlace.ENTRIES and not find_link_around(view, picture)
    return tells_content(picture.name)


def _worded(picture: Element) -> bool:
    """Whether it is large enough for words, and neither a background for words nor a QR code."""
    if picture.tag not in PICTURES and picture.text:
        return False
    own = picture.region in _OWN
    width, height = (_LIMITS["own_width"], _LIMITS["own_height"]) if own else (_LIMITS["width"], _LIMITS["height"])
    if picture.box.w < width or picture.box.h < height:
        return False
    return not is_code(picture)


def is_code(picture: Element) -> bool:
    """Whether a picture is a square that its name, address or class calls a code to be scanned."""
    short, long = sorted((picture.box.w, picture.box.h))
    square = _LIMITS["code_least"] <= short and long <= _LIMITS["code_most"] and short >= _LIMITS["code_square"] * long
    said = f"{picture.name} {picture.image[-200:]} {picture.classes}".lower()
    return square and any(word in said for word in _CODES)


def _captcha(view: View, picture: Element) -> bool:
    """Whether it shows characters to be typed into a form, which say nothing of the shop; a seal that is verified elsewhere is none."""
    if (
        picture.box.w > _LIMITS["captcha_width"]
        or picture.box.h > _LIMITS["captcha_height"]
        or find_link_around(view, picture)
    ):
        return False
    address = urlsplit(picture.image)
    own = not address.netloc or same_site(view.url, picture.image)
    said = f"{picture.name} {picture.classes} {address.path[-100:]}?{address.query[:100]}".lower()
    return own and any(word in said for word in _CAPTCHAS)


@per_elements
def _alike(elements: tuple[Element, ...]) -> Counter[tuple[int, int]]:
    """How many pictures of each size stand between header and footer."""
    return Counter(_size(element) for element in list_seen(elements) if element.image and element.region is Region.MAIN)


@per_view
def _carded(view: View) -> frozenset[int]:
    """Ids of the pictures of goods that a page offers side by side."""
    return frozenset(card.picture.id for card in read_cards(view))


def _size(picture: Element) -> tuple[int, int]:
    return round(picture.box.w), round(picture.box.h)


def _thumbnail(view: View, picture: Element, alike: Counter[tuple[int, int]]) -> bool:
    """Whether it shows one product among others: on a page of goods one of several alike, on any page one that leads to goods
    or stands with a price in one of several like blocks beside the page's own part.

    A list of goods is a page of goods whatever role it was opened for. On a phone, whose cards stand one below the
    other, a square picture that leads to goods is one of them however wide; a banner is flat.
    """
    of_goods = is_about_goods(find_link_around(view, picture))
    if picture.region not in _SHOWN and not (of_goods and picture.region is Region.HEADER):
        return False
    wide = picture.box.w >= _LIMITS["wide_share"] * view.width
    if picture.id in find_titled_covers(view) and picture.box.h < _LIMITS["long_shape"] * picture.box.w:
        return True
    if picture.box.h >= _LIMITS["long_shape"] * picture.box.w or (wide and not (of_goods and _is_square(picture))):
        return False
    if of_goods:
        return True
    if picture.id in find_named_walls(view):
        return True
    if picture.region is Region.SIDE:
        return picture.id in _carded(view)
    return alike[_size(picture)] >= _LIMITS["alike"] and (view.role in _GOODS or lists_goods(view))


def _is_square(picture: Element) -> bool:
    short, long = sorted((picture.box.w, picture.box.h))
    return short >= _LIMITS["code_square"] * long
