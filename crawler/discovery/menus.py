"""Open a home page's menus, by hovering or on a touch screen by tapping, and return what appears."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from itertools import islice

from crawler.discovery.menu_settings import FILE
from crawler.failure import LoadFailure
from crawler.limits import PAGE, SCREENS
from crawler.links.carousels import find_slides
from crawler.links.places import places_around, stands_in, strip_place_numbers
from crawler.site import Box, Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity
from crawler.visit.page_session import PageSession
from crawler.vocabulary import GapReason, Region, Unseen

_DATA = FILE.load()
_WORDS = tuple(plain_words(word) for word in _DATA.words)
_CLASSES: tuple[str, ...] = tuple(_DATA.classes)
_FOLDED = _DATA.folded
_FOLDED_AWAY = frozenset({Unseen.DISPLAY_NONE, Unseen.HIDDEN, Unseen.ZERO_SIZE, Unseen.CLIPPED, Unseen.TRANSPARENT})
PLACES = frozenset({Region.HEADER, Region.NAV, Region.SIDE, Region.FLOATING})


def find_triggers(view: View, touch: bool) -> tuple[Element, ...]:
    """Controls that look as if they open a menu, likeliest first, then titles of columns folded away at the foot."""
    ranked: list[tuple[int, int, Element]] = []
    hidden_parents = {
        element.parent for element in view.elements if not element.seen and (element.href or element.clickable)
    }
    for element in view.elements:
        if not element.seen or element.frame or not 4 <= element.box.h <= 120 or element.box.w > 500:
            continue
        said = plain_words(element.own or element.name or element.text)
        worded = next(
            (len(_WORDS) - i for i, word in enumerate(_WORDS) if word in said and len(said) <= len(word) + 4), 0
        )
        classed = any(word in element.classes.lower() for word in _CLASSES)
        parental = element.id in hidden_parents and element.region in PLACES
        if touch and not _stays(element, view):
            continue  # a click would leave the page
        if (worded or classed or parental) and (element.region in PLACES or worded):
            score = worded + 6 * parental + 4 * classed + 2 * element.clickable
            ranked.append((-score, element.id, element))
    likely = tuple(element for *_, element in sorted(ranked, key=lambda row: row[:2]))[: PAGE.menus]
    known = {element.selector for element in likely}
    return (*likely, *(title for title in find_folded_titles(view) if title.selector not in known))


def find_folded_titles(view: View) -> tuple[Element, ...]:
    """The visible words in a footer nearest above hidden links, in a box that holds no visible link.

    A script may listen on the whole page, so that nothing tells that a title can be pressed; pressing it leads nowhere.
    """
    foot = [one for one in view.elements if one.region is Region.FOOTER and not one.frame]
    links = [one for one in foot if is_openable(one.href)]
    shown = [one.selector for one in links if one.seen]
    titles = [one for one in foot if one.seen and not one.href and 1 < len(_said(one)) <= _FOLDED.longest]
    found: dict[str, Element] = {}
    for link in links if titles else ():
        title = None if link.seen or link.unseen not in _FOLDED_AWAY else _title_above(link, titles, shown)
        if title is not None:
            found.setdefault(title.selector, title)
    return tuple(found.values())[: _FOLDED.titles]


def _title_above(link: Element, titles: Iterable[Element], shown: Iterable[str]) -> Element | None:
    for box in islice(places_around(link.selector), 1, 1 + _FOLDED.around):
        if any(stands_in(one, box) for one in shown):
            return None
        above = [title for title in titles if title.id < link.id and stands_in(title.selector, box)]
        if above:  # of a title and what it holds, the outer one
            return next(one for one in above if stands_in(above[-1].selector, one.selector))
    return None


def _said(element: Element) -> str:
    return plain_words(element.text or element.own)


async def open_menus(visitor: PageSession, view: View) -> tuple[tuple[Element, ...], LoadFailure | None]:
    """What becomes visible by hovering, focusing or clicking each trigger, as elements with ``opened_by`` and new ids.

    The LoadFailure says what ended it early: a page that died or became a wall. A control that led to another page is no menu,
    whatever is there, and neither are similar ones beside it or what it holds: the page is opened again for the remaining ones.
    """
    known = {element.selector for element in view.elements if element.seen} | find_slides(view)
    found: list[Element] = []
    pointed: list[Element] = []
    away: set[str] = set()
    left: list[Element] = []
    for trigger in find_triggers(view, SCREENS[view.device].mobile):
        if any(trigger.selector == element.selector for element in found):
            continue
        kind = strip_place_numbers(trigger.selector)
        if kind in away or any(stands_in(trigger.selector, one.selector) for one in left):
            away.add(kind)  # what stands like this in the controls beside them leads there too
            continue
        again = any(_met_at_once(trigger, other, view) for other in pointed)
        pointed.append(trigger)
        shown = await _opened(visitor, view, trigger, known, again)
        for element in shown:
            known.add(element.selector)
            found.append(
                dataclasses.replace(
                    element, id=len(view.elements) + len(found), parent=None, opened_by=trigger.selector
                )
            )
        walled = visitor.stop is not None and visitor.stop.reason is GapReason.LOGIN
        if walled:
            visitor.stop = None  # the wall belongs to the page that the click led to
        if walled or page_identity(visitor.shown.url) != page_identity(view.url):
            if visitor.tab.spoilt:
                break
            away.add(kind)
            left.append(trigger)
            if not await visitor.open(view.url):
                return tuple(found), visitor.stop
        if visitor.stop is not None:
            return tuple(found), visitor.stop
    return tuple(found), None


async def _opened(
    visitor: PageSession, view: View, trigger: Element, known: set[str], again: bool
) -> tuple[Element, ...]:
    """The new elements of the first gesture that shows any: on a desktop hover, focus, then a click if it cannot navigate.

    ``again``: a pointer was at this place before and would achieve nothing new; the keyboard may.
    """
    touch = SCREENS[view.device].mobile
    verbs = ["click"] if touch else ["hover", "focus", *(["click"] if _stays(trigger, view) else [])]
    verbs = [verb for verb in verbs if not again or verb == "focus"]
    for verb in verbs:
        if not await visitor.reveals(trigger, verb):
            if visitor.stop is not None:
                return ()
            continue
        if page_identity(visitor.here.url) != page_identity(view.url):
            return ()
        shown = tuple(
            element
            for element in visitor.here.elements
            if element.seen and element.selector not in known and (element.words.strip() or element.image)
        )
        if shown:
            if touch:  # close it, since it may cover the next
                closed = await visitor.reveals(trigger, "click") and not _still_shown(visitor.here, shown)
                if not closed and visitor.stop is None:  # a drawer that stays lies over all the rest
                    await visitor.open(view.url)
            return shown
    return ()


def _still_shown(here: View, shown: Iterable[Element]) -> bool:
    there = {element.selector for element in here.elements if element.seen}
    return any(element.selector in there for element in shown)


def _met_at_once(one: Element, other: Element, view: View) -> bool:
    """Whether one contains the other and a pointer at the middle of either is on the inner one."""
    parents = {element.id: element.parent for element in view.elements}
    for inner, outer in ((one, other), (other, one)):
        above = inner.parent
        while above is not None and above != outer.id:
            above = parents.get(above)
        if above is not None:
            return all(_holds(inner.box, *_middle(element.box)) for element in (inner, outer))
    return False


def _middle(box: Box) -> tuple[float, float]:
    return box.x + box.w / 2, box.y + box.h / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h


def _stays(trigger: Element, view: View) -> bool:
    """Whether a click cannot navigate, by the trigger's own address or that of a link within, under its middle."""
    if _leads(trigger, view):
        return False
    x, y = _middle(trigger.box)
    within = {trigger.id}
    for element in view.elements:  # parents come before their children
        if element.parent not in within:
            continue
        within.add(element.id)
        if _holds(element.box, x, y) and element.seen and _leads(element, view):
            return False
    return True


def _leads(element: Element, view: View) -> bool:
    return is_openable(element.href) and page_identity(element.href) != page_identity(view.url)
