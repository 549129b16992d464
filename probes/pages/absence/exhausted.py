"""Whether a shop was explored to its ends: every link seen leads to a page that was seen, or to goods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from crawler.discovery.leftovers.goods_addresses import OF_GOODS, GoodsAddresses
from crawler.discovery.leftovers.leftover_leads import LAYOUTS
from crawler.discovery.leftovers.shop_switches import turns_shop
from crawler.discovery.menu_settings import FILE as MENUS_FILE
from crawler.failure import DEAD, DEAD_LINK, NO_ROUTE, NONE_THERE, SEEN_BEFORE
from crawler.links import role_links
from crawler.links.fitting import HOME_AGAIN
from crawler.links.places import places_around, strip_place_numbers
from crawler.site import Element, Site, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity, registrable_domain, same_site
from crawler.vocabulary import LANDED, MENUS, NO_SUCH_PAGE, FoundBy, GapReason, Region, Role
from probes.pages.absence.opening import list_led
from probes.pages.layout import idle_controls
from probes.pages.layout.form_buttons import FILE as EXHAUSTED_FILE
from probes.pages.layout.form_buttons import keeps_typed, stands_in_form
from probes.pages.lists import dead_rows, goods_controls
from probes.pages.lists.goods_names import leads_to_shelf
from probes.pages.lists.goods_targets import hold_goods, learn_goods
from probes.pages.lists.vain_presses import STEP, PressedLabels
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_site, per_view
from probes.text.shown import list_seen

_DATA = EXHAUSTED_FILE.load()
_TOGGLES: tuple[str, ...] = tuple(MENUS_FILE.load().classes)
_OUTSIDE: tuple[str, ...] = tuple(_DATA.answered)
_FRAME_TAGS = frozenset({"iframe", "frame"})
_FORM_PARTS = frozenset(_DATA.form_parts)
_PRESSED_TAGS = frozenset(_DATA.pressed_tags)
_HARMLESS = LAYOUTS | frozenset(plain_words(word) for word in _DATA.harmless)
_VAGUE = frozenset(plain_words(word) for word in _DATA.vague)
_MENUS = frozenset(plain_words(word) for word in _DATA.menus)
_CREDITS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.credits)
_FRIENDS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.friends)
_ARROW: int = _DATA.arrow
_EMPTY: re.Pattern[str] = re.compile(UNOPENED.load().not_.empty)
_PAGER: re.Pattern[str] = re.compile(_DATA.pager)
_PICTURED: re.Pattern[str] = re.compile(_DATA.pictured, re.IGNORECASE)
_OF_ENTRY = frozenset({Role.LOGIN, Role.REGISTER})
_SHELF: int = _DATA.shelf
_ACT: int = _DATA.act
_ACTS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.acts)
_NOTHING_THERE = frozenset(f"{stop.reason}: {stop.detail}" for stop in (DEAD, DEAD_LINK, NO_ROUTE, SEEN_BEFORE))
_ANSWERED = (
    str(GapReason.LOGIN),
    *(f"{GapReason.ERROR_PAGE}: {detail}" for detail in (*NONE_THERE, HOME_AGAIN.detail)),
)


@per_site
def nothing_left(surface: Site) -> bool:
    """Whether everything the pages link to was seen or is goods: then no page of the shop was missed because its name was unknown.

    On pages of goods only the frame around the goods counts; elsewhere every visible link and control does, menus
    included. An entry was seen too where a login answered it, where nothing is there, and where pressing it brought up
    nothing. Links to other sites lead on, except those beside a credit to who built the shop.
    """
    return surface.view(Role.HOME) is not None and not list_ways_on(surface)


@per_site
def list_ways_on(surface: Site) -> tuple[tuple[View, Element], ...]:
    """The links and controls that lead to what was not seen, each with its page."""
    return tuple(_ways_on(surface))


def _ways_on(surface: Site) -> Iterator[tuple[View, Element]]:
    known = _Known.of(surface)
    for view in surface.views:
        if view.state in (LANDED, MENUS):
            yield from ((view, control) for control in _controls(view) if _leads_on(view, control, known))


def _controls(view: View) -> Iterator[Element]:
    """Visible links and controls, the outermost of nested ones; parts of a form do something and lead nowhere.

    A block that listens for clicks and holds links or buttons is not a control itself: they are.
    """
    known = {(element.frame, element.id): element for element in view.elements}
    pressed = {place for place, element in known.items() if element.href or element.clickable}
    around: set[tuple[int, str]] = set()
    beside = {(place[0], known[place].selector.rpartition(">")[0]) for place in pressed}  # most stand side by side
    for frame, parent in beside:
        for box in places_around(parent.rstrip(" >")):
            if (frame, box) in around:
                break  # and so is all that is around it
            around.add((frame, box))
    blocks = {
        place for place in pressed if known[place].tag not in _PRESSED_TAGS and not known[place].href
        and (place[0], known[place].selector) in around
    }  # fmt: skip
    for element in list_seen(view.elements):
        place, above = (element.frame, element.id), (element.frame, element.parent)
        if place not in pressed or place in blocks or (above in pressed and above not in blocks):
            continue
        if element.tag in _FRAME_TAGS:  # what it shows was read as a part of the page, or the page was not seen wholly
            continue
        if not element.href and (element.tag in _FORM_PARTS or stands_in_form(element, known)):
            continue
        if view.role is not Role.PRODUCT or element.region is not Region.MAIN:
            yield element


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known about where a shop's links and controls lead: pages seen, lists seen, shapes of goods' addresses, menus opened."""

    pages: frozenset[str]  # pages seen, and addresses at which no public page is
    lists: frozenset[str]  # without their queries
    goods: GoodsAddresses
    menus: frozenset[str]  # selectors of the controls that brought up a menu
    pressed: PressedLabels  # of controls that were pressed and brought up a page, or nothing
    named: frozenset[str]  # names of the roles of pages seen
    shelves: frozenset[str]  # views of pages of any role on which goods stand side by side
    sought: frozenset[tuple[str, str]]  # places and labels of what stands on pages of results, seen as another page too
    idle: frozenset[str]  # rows of links to nowhere of which several were pressed in vain
    credited: frozenset[str]  # sites of who built the shop and of its friends, as links say that name them so

    @classmethod
    def of(cls, surface: Site) -> _Known:
        devices = frozenset(view.device for view in surface.views)
        tried = [fetch for fetch in surface.fetches if fetch.purpose == "entry" and fetch.device in devices]
        seen = {page_identity(url).lower() for view in surface.views for url in (view.url, view.asked)}
        answered = (fetch for fetch in tried if fetch.url and fetch.error.startswith(_ANSWERED))
        gone = (fetch for fetch in surface.fetches if fetch.status in NO_SUCH_PAGE)  # of a light look, on no device
        seen |= {page_identity(fetch.asked).lower() for fetch in (*answered, *gone)}
        steps = {
            view.path[-1] for view in surface.views if view.path and view.found_by in (FoundBy.CLICK, FoundBy.MENU)
        }
        vain = [fetch for fetch in tried if not fetch.url and _answered_press(fetch.error)]
        idle = dead_rows.find_dead_rows(surface.views, {fetch.text for fetch in vain}, steps)
        goods = learn_goods(surface)
        for said, urls in list_led(surface).items():
            if all(page_identity(url).lower() in seen or hold_goods(goods, url) for url in urls):
                steps.add(said)
        roles = {view.role for view in surface.views}
        return cls(
            frozenset(seen),
            frozenset(listed for view in surface.views if view.role in OF_GOODS and (listed := _list_of(view.url))),
            goods,
            frozenset(element.opened_by for view in surface.views for element in view.elements if element.opened_by),
            PressedLabels.learn(steps, vain, _VAGUE),
            frozenset(word for role in roles if role in role_links.RULES for word in role_links.RULES[role].words),
            frozenset(view.id for view in surface.views if view.role is Role.OTHER and _shows_goods(view, goods)),
            idle_controls.list_pressed(view for view in surface.views if view.role is Role.SEARCH),
            idle,
            frozenset(_site(element.href) for view in surface.views for element in _credited_links(view)),
        )


def _answered_press(error: str) -> bool:
    """Whether a control that was pressed brought up nothing, a login, or a page that says there is none: no public page is behind it."""
    return error.startswith(_ANSWERED[:-1]) or error in _NOTHING_THERE


def _site(url: str) -> str:
    return registrable_domain(urlsplit(url).hostname or "")


def _shows_goods(view: View, goods: GoodsAddresses) -> bool:
    """Whether so many different addresses of goods are linked in the page's own part that it is a list of them."""
    own = (
        element for element in list_seen(view.elements) if element.region is Region.MAIN and is_openable(element.href)
    )
    return len({page_identity(element.href) for element in own if hold_goods(goods, element.href)}) >= _SHELF


def _list_of(url: str) -> str:
    """The address of a list without sorting and filters; "" at the root, where a query may name any page."""
    parts = urlsplit(url)
    named = parts.path.strip("/") and "." not in parts.path
    return page_identity(f"{parts.scheme}://{parts.netloc}{parts.path}") if named else ""


def _leads_on(view: View, element: Element, known: _Known) -> bool:
    """Whether the element leads to a page that was not seen and is not one of goods.

    A control without an address may lead anywhere, and so may a link to an anchor on its own page, which scripts often
    listen to. What opened a menu does not lead on, as the menu's links were seen; nor does what bears the name of a
    page that was seen, the label of a control that was pressed, or, with an address, that of kinds of goods alone.
    """
    said = plain_words(element.text or element.own or element.name)
    if known.menus and (said in _MENUS if said else any(word in element.classes.lower() for word in _TOGGLES)):
        return False
    if element.selector in known.menus or said in _HARMLESS or _PAGER.fullmatch(said) or _EMPTY.search(said):
        return False
    if idle_controls.counts_cart(said) or idle_controls.leads_within(view, element) or turns_shop(said, element.href):
        return False  # the first two were seen
    here = is_openable(element.href)
    page = page_identity(element.href) if here else ""
    if not here or ("#" in element.href and page == page_identity(view.url)):
        stays = here or not element.href or element.href.lower().startswith(("javascript:", "#"))
        if not stays or known.pressed.hold(view, element, said) or _only_turns(view, element, said, known):
            return False
        if dead_rows.leads_nowhere(view, element) and not idle_controls.bears_name(said):
            return dead_rows.row_of(element) not in known.idle and not _PICTURED.fullmatch(said)
        return said not in known.named
    if page.lower() in known.pages or hold_goods(known.goods, element.href) or role_links.does_something(element.href):
        return False
    if known.goods.look_like_list(element.href) and not idle_controls.bears_name(said):
        return False
    if "?" in element.href and _list_of(element.href) in known.lists:
        return False
    if not same_site(view.url, element.href):
        outside = (urlsplit(element.href).hostname or "").endswith(_OUTSIDE)
        return not outside and (idle_controls.bears_name(said) or _site(element.href) not in known.credited)
    return not leads_to_shelf(view, element)


def _only_turns(view: View, element: Element, said: str, known: _Known) -> bool:
    """Whether a control without an address only sorts, chooses, acts on or turns what stands beside it: on a page of goods, or an arrow."""
    acts = len(said) <= _ACT and any(word in said for word in _ACTS) and not idle_controls.bears_name(said)
    if acts or keeps_typed(view, element, (said,)):
        return True
    shelf = view.id in known.shelves or (element.selector, said) in known.sought
    if (shelf or view.role in idle_controls.OF_LISTS) and element.region in idle_controls.OF_CHOICE:
        return said in idle_controls.SORTS or not idle_controls.bears_name(said)
    if goods_controls.offers_goods(view, element):
        return True
    if (words := goods_controls.tell_choice(view, element)) and not idle_controls.bears_name(words):
        return True
    in_row = not element.href and strip_place_numbers(element.selector) in _nameless_rows(view)
    if view.role in idle_controls.OF_LISTS and (in_row or idle_controls.stays_on_list(view, element)):
        return True  # kinds of goods, or parts of the page, in a bar that stays at its top
    if view.role in _OF_ENTRY and (element.image or element.ocr) and not said:
        return True  # the picture of a code
    if view.role in idle_controls.OF_LISTS and idle_controls.is_mark(said):
        return True
    if idle_controls.shows_panel(view, element, (said,)) or (
        not (said or element.ocr) and (idle_controls.is_sign(element) or idle_controls.loads_own_page(element))
    ):
        return True
    small = max(element.box.w, element.box.h) <= _ARROW
    placed = element.region is Region.MAIN or view.role in idle_controls.OF_LISTS
    return placed and small and not (said or element.ocr or element.image)


@per_view
def _nameless_rows(view: View) -> frozenset[str]:
    """The shapes of places at which several controls without addresses stand of which none bears the name of a page."""
    rows: dict[str, list[str]] = {}
    for element in list_seen(view.elements):
        if element.clickable and not element.href:
            said = plain_words(element.text or element.own or element.name)
            rows.setdefault(strip_place_numbers(element.selector), []).append(said)
    many = (
        shape
        for shape, labels in rows.items()
        if len(labels) >= _SHELF and not any(map(idle_controls.bears_name, labels))
    )
    return frozenset(many)


@per_view
def _credited_links(view: View) -> tuple[Element, ...]:
    """Links to other sites that a page says are of its builder or its friends."""
    away = (one for one in list_seen(view.elements) if is_openable(one.href) and not same_site(view.url, one.href))
    return tuple(one for one in away if _credits_builder(view, one))


@per_view
def _friends(view: View) -> frozenset[str]:
    """The places that a title of links to friends stands in."""
    told = ((one.selector, plain_words(one.own)) for one in list_seen(view.elements) if len(one.own) <= STEP)
    titles = (place for place, said in told if any(word in said for word in _FRIENDS))
    return frozenset(place for title in titles for place in islice(places_around(title), 1, 1 + _DATA.friends_around))


def _credits_builder(view: View, element: Element) -> bool:
    """Whether a link to another site stands in a short line that says who built the shop, or amid links of friends."""
    if not _friends(view).isdisjoint(islice(places_around(element.selector), 1, None)):
        return True
    at: Element | None = element
    for _ in range(_DATA.climb):
        if at is None:
            return False
        said = plain_words(at.text or at.own)
        if len(said) > _DATA.credit:
            return False
        if any(word in said for word in _CREDITS):
            return True
        at = view.elements[at.parent] if at.parent is not None and 0 <= at.parent < len(view.elements) else None
    return False
