"""What a page calls itself, also where its markup has no main heading and its title is the whole shop's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import Region
from probes.pages.main.main_text import main_text
from probes.schema.reading_table import Whole, Words
from probes.text.normalise import fold_text
from probes.text.numbered import names_chapter, strip_item_mark
from probes.text.remember import per_drawn, per_elements, per_line, per_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class OwnTitleTable:
    """The file own_title.toml."""

    limits: Whole[Literal["title", "led_least", "card_least", "holder"]]
    words: Words[Literal["holder"]]


FILE = SettingsFile("probes.pages.main", "own_title.toml", OwnTitleTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_HOLDER = tuple(_DATA.words["holder"])
_HELD = re.compile("|".join(map(re.escape, _HOLDER)))
_OWN = frozenset({Region.MAIN, Region.DIALOG})
_TITLED = _OWN | {Region.HEADER}  # the header of an article is one
_ROOT = re.compile(
    r"[^/?#]+/?(?:(?:index|default|home)(?:\.\w{1,5})?/?)?"
)  # the address of a home page, without its scheme
_STEPS = frozenset({"/", ">", "»", "›", "→", "-"})
_MARKS = re.compile(r"[_|—–]| - |(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")


@per_view
def own_title(view: View) -> str:
    """The page's own title, from the first source that has one.

    In this order: its first main heading; the label of the link that led to it, where the page itself repeats it; the
    part of the window title that is this label, where the first part stands nowhere; the first part, unless that is
    the shop's name: then another part, the end of the path shown or a heading that stands on the page; the first line.
    """
    if heading := _main_heading(view.elements):
        return heading[: _LIMITS["title"]]
    parts = _parts(view)
    led = _as_led_to(view) or _part_led_to(view, parts)
    if led or not parts or not _names_shop(view, parts[0]):
        text = view.text if parts else main_text(view) or view.text  # its frame names no page
        return led or (parts[0] if parts else _first_line(text))[: _LIMITS["title"]]
    others = tuple(part for part in parts[1:] if not _names_shop(view, part))
    named = _standing(view, others) or _end_of_trail(view) or _first_heading(view) or next(iter(others), "")
    return (named or _first_line(main_text(view)) or parts[0])[: _LIMITS["title"]]


def ends_trail(view: View, element: Element) -> bool:
    """Whether it is the last step of the path that a page shows to itself: behind a mark between steps, and the page's own title.

    The mark may be drawn by the style of what holds the step (首页 / 购物指南 / 配送说明, each but the first led by a slash).
    """
    said = fold_text(element.text or element.own).strip()
    if not said or said != fold_text(own_title(view)).strip():
        return False
    around = view.element(element.parent) if element.parent is not None else None
    if any(one is not None and one.pseudo.strip() in _STEPS for one in (element, around)):
        return True
    before = [
        one
        for one in list_seen(view.elements)
        if one.own.strip() and one.id < element.id and one.frame == element.frame
    ]
    return bool(before) and fold_text(before[-1].own).strip() in _STEPS


def names_its_page(view: View, element: Element) -> bool:
    """Whether it is the last step of a breadcrumb trail: a link without an address that repeats the page's own title.

    That title may, of what is no ``a``, be the one all pages share, or a line of words on this page.
    """
    if element.role != "link" or element.tag == "a":
        return element.tag == "a" and ends_trail(view, element)
    said = plain_words(element.text or element.own)
    return said == plain_words(view.title) or said in _own_lines(view)


@per_view
def _own_lines(view: View) -> frozenset[str]:
    """The lines of words on a page that link nowhere, menus and footer left out."""
    own = (element for element in list_seen(view.elements) if not (element.href or element.clickable))
    return frozenset(plain_words(element.own) for element in own if element.own and element.region in _TITLED)


@per_elements
def _main_heading(elements: tuple[Element, ...]) -> str:
    """The first main heading in the page's own part; empty without one."""
    return next((one.text for one in elements if one.heading == 1 and one.seen and one.region in _OWN and one.text), "")


def _parts(view: View) -> tuple[str, ...]:
    """The window title in its parts: the page, its section, the shop, in whatever order."""
    return tuple(part for other in _MARKS.split(view.title) if (part := other.strip()))


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def _names_shop(view: View, part: str) -> bool:
    """Whether this is the shop's name rather than the page's: what leads home says only that, or a line that names the shop bears it."""
    wanted = fold_text(part).strip()
    led, held = _frame_words(view)
    return wanted in led or any(re.search(rf"(?<![^\W\d]){re.escape(wanted)}(?!\w)", said) for said in held)


@per_drawn
def _frame_words(view: View) -> tuple[frozenset[str], tuple[str, ...]]:
    """In the page's frame: what links to the shop's home page say, and the lines that name the shop or who holds the copyright."""
    led: set[str] = set()
    held = []
    for element in view.elements:
        if element.region in _OWN or not element.seen:
            continue
        if _ROOT.fullmatch(element.href.partition("://")[2]):
            led |= {fold_text(value).strip() for value in (element.text or element.own, element.name, element.ocr)}
        said = fold_text(element.own) if len(element.own) <= _LIMITS["holder"] else ""
        if any(mark in said for mark in _HOLDER):
            held.append(_HELD.sub("\n", said))
    return frozenset(led - {""}), tuple(held)


def _standing(view: View, parts: tuple[str, ...]) -> str:
    """The first of these parts of the window title that stands on the page by itself; empty where none does."""
    alone = {fold_text(element.own).strip() for element in list_seen(view.elements) if element.region in _TITLED}
    return next((part for part in parts if fold_text(part).strip() in alone), "")


def _first_heading(view: View) -> str:
    """The first heading that may name the whole page, else the line with which it begins, where it is one of these; else empty."""
    own = [element for element in list_seen(view.elements) if element.region in _OWN and element.text.strip()]
    headed = next((element for element in own if element.heading and _may_name(element.text)), None)
    first = next(iter(own), None)
    if headed is None and first is not None and not first.href and _may_name(first.own):
        headed = first
    return "" if headed is None else " ".join(headed.text.split())


@per_line
def _may_name(line: str) -> bool:
    """Whether it is a title, and no sentence, path of links or numbered chapter."""
    said = fold_text(line).strip()
    short = 0 < len(said) <= _LIMITS["title"] and said[-1] not in "。!?;:" and not set(">»/|:").intersection(said)
    return short and strip_item_mark(said) == said and not names_chapter(said)


def _led_label(view: View) -> str:
    """What the link that led to the page says, without the marks around a document's name; empty where none led there."""
    return fold_text(view.path[-1]).strip("《》<>、,。 ") if view.path else ""


def _part_led_to(view: View, parts: tuple[str, ...]) -> str:
    """The part of the window title that the link that led here bears whole, in a title that begins with the shop; else empty.

    A first part that stands on the page by itself names the page: a link to a group of pages may lead to one of them.
    """
    led = _led_label(view)
    part = next((part for part in parts if fold_text(part).strip("《》<> ") == led), "")
    other = part != next(iter(parts), "")
    return "" if len(led) < _LIMITS["led_least"] or (other and _standing(view, parts[:1])) else part


def _as_led_to(view: View) -> str:
    """The label of the link that led to the page, where the page itself bears it and its title lacks it; else empty."""
    led = _led_label(view)
    if len(led) < _LIMITS["led_least"] or led in fold_text(view.title):
        return ""
    return next((element.own.strip() for element in view.elements if _says(element, led)), "")


def _says(element: Element, led: str) -> bool:
    """Whether an element that is no link says these words, or begins with them.

    Only the beginning of a link's words is known, and a card in a list says more than the title.
    """
    if not element.seen or element.href or element.clickable or element.region not in _TITLED:
        return False
    said = fold_text(element.own).strip() if len(element.own) <= _LIMITS["title"] else ""
    twice = len(said) >= _LIMITS["led_least"] and led.replace(" ", "").startswith(2 * said.replace(" ", ""))
    return said.startswith(led) or twice or (len(said) >= _LIMITS["card_least"] and led.startswith(said))


def _end_of_trail(view: View) -> str:
    """The last step of the path that the page shows to itself (首页 / 帮助中心 / 评价规则), where it says it again below; else empty."""
    seen = [element for element in list_seen(view.elements) if element.own.strip()]
    at = _first_trail(seen)
    last = fold_text(seen[at].own).strip() if at else ""
    if len(last) < _LIMITS["led_least"] or len(last) > _LIMITS["title"] or not _may_name(last):
        return ""
    again = (one for one in seen[at + 1 :] if fold_text(one.own).strip() == last)
    return next((one.own.strip() for one in again if one.region in _TITLED and not one.href and not one.clickable), "")


def _first_trail(seen: Sequence[Element]) -> int:
    """Where the first run of steps that leads from a link to what is none ends, 0 where there is no such run.

    A row of links, a pager and steps that nobody can go back to are no path.
    """
    at = 0
    while at + 2 < len(seen):
        end = at
        while end + 2 < len(seen) and fold_text(seen[end + 1].own).strip() in _STEPS:
            end += 2
        if end > at and seen[at].href and not seen[end].href and not seen[end].clickable:
            return end
        at = max(end, at + 1)
    return 0
