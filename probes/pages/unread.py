"""Pictures that nobody read, and which of them could hold what was looked for."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.discover import speaks_of_goods
from crawler.dom.picture_places import PICTURES
from crawler.site import Element, View
from crawler.vocabulary import Region, Role
from probes.finding import Text

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unread.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_CODES: tuple[str, ...] = tuple(_DATA["words"]["code"])
_VAGUE: tuple[str, ...] = tuple(_DATA["words"]["vague"])
_REGIONS: dict[str, dict[str, str]] = _DATA["regions"]
_OWN = frozenset({Region.MAIN, Region.SIDE, Region.DIALOG})
_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})


class Where(StrEnum):
    """Where on a page an answer may stand."""

    ANYWHERE = "anywhere"
    ENTRIES = "entries"  # links and controls: not in the pictures that describe a product
    TEXTS = "texts"  # what is said in sentences: the page's own part, on pages that are no shelves of goods
    LICENCES = "licences"  # numbers and badges: around and below the shelves of goods, and anywhere on another page


def unread(view: View, where: Where = Where.ANYWHERE) -> tuple[Element, ...]:
    """The pictures nobody read that could hold such an answer: seen, of a size for words, neither a thumbnail nor a code to scan."""
    alike = _alike(view)
    found = (view.elements[id] for id in view.thoroughness.unread_images if 0 <= id < len(view.elements))
    return tuple(
        each for each in found if _placed(view, each, where) and _worded(each) and not _thumbnail(view, each, alike)
    )


def is_blind(view: View, where: Where = Where.ANYWHERE) -> bool:
    """Whether a picture nobody read could hold such an answer; of those that no record names (older ones) each could."""
    thorough = view.thoroughness
    return thorough.images_unread > len(thorough.unread_images) or bool(unread(view, where))


def words(views: Iterable[View], where: Where = Where.ANYWHERE) -> Text | None:
    """Where the first of these pictures stands, and what it is called; None where no record names one."""
    for view in views:
        for each in unread(view, where):
            region, name = _REGIONS[each.region], _name(each)
            return Text(f"{region['zh']}图片「{name}」", f"picture “{name}” in the {region['en']}")
    return None


def _name(picture: Element) -> str:
    """Its alternative text, else its file's name, else where it stands."""
    file = unquote(urlsplit(picture.image).path).rsplit("/", 1)[-1] if picture.image.startswith("http") else ""
    return (" ".join(picture.name.split()) or file or picture.selector)[: int(_LIMITS["name"])]


def _placed(view: View, picture: Element, where: Where) -> bool:
    """Whether such an answer may stand there. What nobody sees, and what comes up on hovering, says nothing to a visitor."""
    if not picture.seen or picture.opened_by:
        return False
    if where is Where.TEXTS:
        return picture.region in _OWN and (view.role is Role.PRODUCT or view.role not in _GOODS)
    if where is Where.LICENCES:
        low = picture.box.y >= _LIMITS["low"] * view.height
        return low or picture.region is not Region.MAIN or view.role not in _GOODS
    return not (view.role in _GOODS and picture.region is Region.MAIN and _of_goods(view, picture, where))


def _of_goods(view: View, picture: Element, where: Where) -> bool:
    """Whether it stands amid goods and shows them: part of a product's description, or a poster that says by its name what it is for."""
    if view.role is Role.PRODUCT:
        return where is Where.ENTRIES and not _linked(view, picture)
    named = "".join(picture.name.split())
    return len(named) >= _LIMITS["told_name"] and not any(word in named.lower() for word in _VAGUE)


def _worded(picture: Element) -> bool:
    """Whether it is of a size for words, and neither a ground that words stand on nor a code to scan."""
    if picture.tag not in PICTURES and picture.text:
        return False
    own = picture.region in _OWN
    width, height = (_LIMITS["own_width"], _LIMITS["own_height"]) if own else (_LIMITS["width"], _LIMITS["height"])
    if picture.box.w < width or picture.box.h < height:
        return False
    short, long = sorted((picture.box.w, picture.box.h))
    square = _LIMITS["code_least"] <= short and long <= _LIMITS["code_most"] and short >= _LIMITS["code_square"] * long
    said = f"{picture.name} {picture.image[-200:]} {picture.classes}".lower()
    return not (square and any(word in said for word in _CODES))


def _alike(view: View) -> Counter[tuple[int, int]]:
    """How many pictures of each size stand between header and footer."""
    return Counter(_size(each) for each in view.elements if each.image and each.seen and each.region is Region.MAIN)


def _size(picture: Element) -> tuple[int, int]:
    return round(picture.box.w), round(picture.box.h)


def _thumbnail(view: View, picture: Element, alike: Counter[tuple[int, int]]) -> bool:
    """Whether it shows one product among others."""
    if view.role not in _GOODS or picture.region is not Region.MAIN:
        return False
    if picture.box.h >= _LIMITS["long_shape"] * picture.box.w or picture.box.w >= _LIMITS["wide_share"] * view.width:
        return False
    return alike[_size(picture)] >= _LIMITS["alike"] or speaks_of_goods(_linked(view, picture))


def _linked(view: View, picture: Element) -> str:
    """The address a press on the picture leads to, or ""."""
    at = picture
    for _ in range(4):
        if at.href or at.parent is None or not 0 <= at.parent < len(view.elements):
            break
        at = view.elements[at.parent]
    return at.href
