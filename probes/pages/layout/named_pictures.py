"""Pictures whose names say what is written on them: a wall of brands or kinds, each a link to a page of its own, a drawing of nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.links import role_links
from crawler.links.link_around import find_link_around
from crawler.links.places import places_around, stands_in
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import page_identity, same_site
from crawler.visit.pictures.card_pictures import find_covers
from crawler.vocabulary import Region, Role
from probes.schema.reading_table import Texts, Whole, Words
from probes.schema.shared_words import expand_words
from probes.text.remember import per_line, per_view


@dataclass(frozen=True, slots=True)
class NamedPicturesTable:
    """The file named_pictures.toml."""

    limits: Whole[Literal["name", "title", "wall", "listed", "head", "shop", "heading", "sign_width", "sign_height"]]
    patterns: Texts[Literal["mark", "file"]]
    words: Words[Literal["vague", "papers", "vacant", "vacant_files", "details", "chat"]]


FILE = SettingsFile("probes.pages.layout", "named_pictures.toml", NamedPicturesTable)
_DATA = FILE.load()
_MARK, _FILE = (re.compile(_DATA.patterns[name], re.I) for name in ("mark", "file"))
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")  # that a program wrote into a name (<strong>…)
_ROOT = re.compile(r"/?(?:(?:index|default|home)(?:\.\w{1,5})?/?)?")  # the path of a home page
_SHOWN = frozenset({Region.MAIN, Region.SIDE})
_HEAD = frozenset({Region.HEADER, Region.NAV})
_TITLED = "titled"  # in the place of a size, of pictures named as a link to the same page
_VAGUE: tuple[str, ...] = tuple(_DATA.words["vague"])
_VACANT, _VACANT_FILES = tuple(_DATA.words["vacant"]), tuple(_DATA.words["vacant_files"])
_PAPERS: tuple[str, ...] = tuple(_DATA.words["papers"])
_DETAILS, _CHAT = tuple(_DATA.words["details"]), expand_words(_DATA.words["chat"])
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "legend"})
_NUMBER = re.compile(r"\d")
_TOLD = frozenset(role_links.RULES) - {
    Role.LIST,
    Role.SEARCH,
    Role.PRODUCT,
    Role.CART,
}  # pages that say more than what is sold


@per_line
def tells_content(name: str) -> bool:
    """Whether a picture's name says what it shows, without the mark that a program sets before each: (图片) 海鸥牌."""
    said = "".join(_MARK.sub("", name).split()).lower()
    return len(said) >= _DATA.limits["name"] and not any(word in said for word in _VAGUE)


@per_line
def opens_picture(href: str) -> bool:
    """Whether that address is a picture's own: pressed to see it large."""
    try:
        return _FILE.search(urlsplit(href).path) is not None
    except ValueError:  # a page may write any address
        return False


@per_view
def find_named_walls(view: View) -> frozenset[int]:
    """Ids of the pictures of walls: several of one size, each with a name and a link to another page of the shop.

    Of whatever size they are where another link to the same page bears the name of each: covers of a list of articles.
    What is written on such a picture is its name. One whose name speaks of a licence may show it, and one that leads to
    a file of a picture shows more than a name.
    """
    ways: dict[tuple[int, int] | str, dict[str, list[int]]] = {}
    titled = _titles(view)
    for picture in view.elements:
        if not (picture.image and picture.seen and picture.region in _SHOWN and tells_content(picture.name)):
            continue
        href = find_link_around(view, picture)
        away = same_site(view.url, href) and page_identity(href) != page_identity(view.url)
        if away and not opens_picture(href) and not _speaks_of_licence(picture.name):
            page = page_identity(href)
            twin = plain_words(_MARKUP.sub("", picture.name)) in titled.get(page, ())
            size = _TITLED if twin else (round(picture.box.w), round(picture.box.h))
            if twin or picture.region is Region.MAIN:
                ways.setdefault(size, {}).setdefault(page, []).append(picture.id)
    walls = (led for led in ways.values() if len(led) >= _DATA.limits["wall"])
    return frozenset(id for led in walls for ids in led.values() for id in ids)


@per_view
def _titles(view: View) -> dict[str, frozenset[str]]:
    """The words of a page's links without pictures, by the page that they lead to."""
    links = (one for one in view.elements if one.seen and one.href and one.tag == "a" and (one.own or one.text))
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(page_identity(link.href), set()).add(plain_words(link.text or link.own))
    return {page: frozenset(said) for page, said in found.items()}


def is_logo(view: View, picture: Element) -> bool:
    """Whether it stands in the head of a page, leads home and is named as the page's title names the shop: it says that name."""
    href = find_link_around(view, picture)
    if picture.region not in _HEAD or picture.box.y > _DATA.limits["head"] or not same_site(view.url, href):
        return False
    parts, name = urlsplit(href), plain_words(picture.name)
    home = _ROOT.fullmatch(parts.path) is not None and not parts.query
    return home and len(name) >= _DATA.limits["shop"] and name in plain_words(view.title)


@per_view
def find_titled_covers(view: View) -> frozenset[int]:
    """Ids of the pictures of a list of topics, brands or articles: each stands in a control with the title of what it leads to.

    Where a title may be that of a paper, or the page is one of papers, the pictures show more than their titles.
    """
    covers = {} if view.role is Role.LICENCE else find_covers(view.elements)
    titles = (said[: _DATA.limits["title"]].lower() for said in covers.values())
    papers = any(word in title for title in titles for word in _PAPERS)
    return frozenset() if papers else frozenset(covers)


@per_view
def lists_titles(view: View) -> bool:
    """Whether a page without a role says hardly more than a list of topics, brands or articles, each by its picture: it states nothing itself.

    Not where one of them bears the name of a page of ours: that may be a help centre.
    """
    covers = find_titled_covers(view) if view.role is Role.OTHER else frozenset()
    said = [plain_words(words) for id, words in find_covers(view.elements).items() if id in covers]
    if any(role_links.names_role(role, words[: _DATA.limits["title"]]) for words in said for role in _TOLD):
        return False
    own = (one.own for one in view.elements if one.seen and one.region in (Region.MAIN, Region.SIDE))
    return bool(said) and sum(map(len, said)) * 100 >= _DATA.limits["listed"] * sum(
        len(plain_words(one)) for one in own
    )


def names_paper(picture: Element) -> bool:
    """Whether a picture of a page's own part that nobody read is called a paper (荣誉证书): it may have shown nothing, and is no proof of none."""
    shown = picture.seen and bool(picture.image) and picture.region in _SHOWN and not picture.ocr_engine
    said = plain_words(_MARKUP.sub("", picture.name)) if shown else ""
    return shown and len(said) <= _DATA.limits["title"] and any(word in said for word in _PAPERS)


@per_line
def _speaks_of_licence(name: str) -> bool:
    return bool(role_links.names_role(Role.LICENCE, plain_words(name)))


def says_nothing(view: View, picture: Element) -> bool:
    """Whether no text is on it but its name: drawn where there is nothing to show, the shop's logo, a title, or the sign of a chat."""
    if stands_for_nothing(view, picture) or is_logo(view, picture):
        return True
    return _is_title(view, picture) or _is_sign_of_chat(view, picture)


def _is_title(view: View, picture: Element) -> bool:
    """Whether it stands alone in a heading above other words, is no larger than one, and is named as a title and not as a detail."""
    at, said = picture.parent, _read_name(picture)
    heading = view.elements[at] if at is not None and 0 <= at < len(view.elements) else None
    if heading is None or heading.tag not in _HEADINGS or heading.own.strip() or picture.region in _HEAD:
        return False
    short = 2 <= len(said) <= _DATA.limits["heading"] and picture.box.h <= _DATA.limits["sign_height"]
    if not short or _tells_detail(said):
        return False
    *_, around = places_around(heading.selector, 2)
    below = (one for one in view.elements if one.id > picture.id and one.own and one.seen)  # first what is quickly told
    return any(
        one.frame == picture.frame
        and one.box.y >= picture.box.y
        and stands_in(one.selector, around)
        and not stands_in(one.selector, heading.selector)
        for one in below
    )


def _is_sign_of_chat(view: View, picture: Element) -> bool:
    """Whether it is as small as a button, leads out of the shop, and is named as what opens a chat: it says no more."""
    href, said = find_link_around(view, picture), _read_name(picture)
    small = picture.box.w <= _DATA.limits["sign_width"] and picture.box.h <= _DATA.limits["sign_height"]
    if not (small and href and not same_site(view.url, href)) or _tells_detail(said):
        return False
    return len(said) <= _DATA.limits["title"] and any(word in said for word in _CHAT)


def _read_name(picture: Element) -> str:
    """A picture's name without what programs write into it."""
    return plain_words(_MARK.sub("", _MARKUP.sub("", picture.name)))


@per_line
def _tells_detail(said: str) -> bool:
    """Whether a picture's name is vague, or one of a paper, a number or another detail that would be written on it."""
    words = (*_VAGUE, *_PAPERS, *_DETAILS)
    return _NUMBER.search(said) is not None or any(word in said for word in words) or _speaks_of_licence(said)


def stands_for_nothing(view: View, picture: Element) -> bool:
    """Whether it is drawn where there is nothing to show (暂无数据, no-data.svg): the shop's own, and no link."""
    address = urlsplit(picture.image)
    if find_link_around(view, picture) or (address.netloc and not same_site(view.url, picture.image)):
        return False
    name, file = picture.name.strip().lower(), address.path.rpartition("/")[2].lower()
    return name.startswith(_VACANT) or any(word in file for word in _VACANT_FILES)
