"""Type a word into a shop's search box and look at the result: the only typing a crawl does."""

from __future__ import annotations

import asyncio
import dataclasses
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from playwright.async_api import Error as BrowserError

from crawler.browser.click import press_element
from crawler.discovery.search_controls import (
    SEARCH_CLASSES,
    SEARCH_WORDS,
    find_control_beside,
    find_controls_around,
    is_drawn_as_bar,
    says_search,
)
from crawler.discovery.search_settings import FILE, found_nothing, loses_hint, shows_search
from crawler.discovery.search_words import search_words
from crawler.discovery.suggested_words import suggested_word
from crawler.dom import snapshot
from crawler.dom.snapshot import PageReading
from crawler.failure import LoadFailure, first_line
from crawler.limits import PAGE
from crawler.links.fitting import HOME_AGAIN, alike_texts
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity
from crawler.visit.framed.main_frame import main_frame
from crawler.visit.page_session import PageSession
from crawler.visit.presses.pressing import open_menu_of
from crawler.vocabulary import LANDED, FoundBy, GapReason, Region, Role

_DATA = FILE.load()
NO_BOX: Final = LoadFailure(GapReason.NOT_OFFERED, "no search box")
POSTED: Final = LoadFailure(
    GapReason.NOT_TRIED, "the search is sent by POST, which we send only where the platform agreed to it"
)
CONSENT: Final = "search_post"  # the platform's consent to searches submitted by POST
NO_BOX_CAME: Final = LoadFailure(GapReason.BLANK, "pressing the way to the search brought up no box that we could see")
SILENT: Final = LoadFailure(GapReason.BLANK, "nothing happened that we could see after Enter")
TYPES = frozenset({"", "text", "search"})


@dataclass(frozen=True, slots=True)
class SearchStart:
    """The state before the word was typed: address, text, windows opened and requests stopped so far."""

    url: str
    text: str
    windows: int
    refused: int


def find_search_box(view: View) -> Element | None:
    """The search box a person would use: a visible text field labelled search, or by its button; if there are several, the one in the header."""
    ranked: list[tuple[float, int, Element]] = []
    shop = main_frame(view)
    for element in view.elements:
        if element.tag != "input" or element.input_type not in TYPES or not element.seen or element.frame != shop:
            continue
        said = plain_words(f"{element.name} {element.text} {_hint_over(view, element)}")
        classes = element.classes.lower()
        if any(word in classes for word in _DATA.not_classes):
            continue
        score = 4.0 * (element.input_type == "search") + 3.0 * any(word in said for word in SEARCH_WORDS)
        score += 3.0 * any(word in classes for word in SEARCH_CLASSES)
        score += 2.0 * (element.region in (Region.HEADER, Region.NAV)) + 1.0 * (
            element.box.y < view.viewport_height / 2
        )
        if score < _DATA.limits.least_score:
            score += 3.0 * _is_named_by_button(view, element)
        if score >= _DATA.limits.least_score:
            ranked.append((-score, element.id, element))
    return min(ranked, key=lambda row: row[:2])[2] if ranked else None


def _is_named_by_button(view: View, field: Element) -> bool:
    """Whether the control right behind the field, on its line, says search: the box may bear no name of its own."""
    button = find_control_beside(view, field)
    if button is None or not (button.text or button.own or button.name):
        return False
    return 0 <= button.box.x - field.box.x <= field.box.w + max(field.box.h, _DATA.limits.behind)


def _hint_over(view: View, field: Element) -> str:
    """The words that kits for apps draw over an empty field, as its placeholder."""
    box = field.box
    over = (
        one.own
        for one in view.elements
        if one.own and one.seen and one.frame == field.frame and any(word in one.classes for word in _DATA.hints)
        and abs(one.box.x - box.x) <= box.h and box.y <= one.box.y + one.box.h / 2 <= box.y + box.h
    )  # fmt: skip
    return next(over, "")


def find_search_entry(view: View) -> Element | None:
    """A control that opens the search box, as phones have: short, and labelled search."""
    shop = main_frame(view)
    fitting = [
        element
        for element in view.elements
        if element.seen and element.frame == shop and (element.href or element.clickable)
        and (says_search(element) or shows_search(view, element) or is_drawn_as_bar(element))
    ]  # fmt: skip
    return min(fitting, key=lambda element: (element.box.y, element.id), default=None)


async def search_shop(visitor: PageSession, home: View) -> View | LoadFailure:
    """Search for a word of the shop's goods, else for a common one, and capture the result; ``NO_BOX`` if no box is visible."""
    words = search_words(home, _DATA.limits.word)
    for number, word in enumerate(words, 1):
        # A page without results mostly has the box too: the next word is typed there, as a person would.
        here = number > 1 and page_identity(visitor.here.url) == page_identity(visitor.shown.url)
        there = find_search_box(visitor.here) if here else None
        page = await _searched(visitor, home, word, there)
        if isinstance(page, LoadFailure) and there is not None:
            page = await _searched(visitor, home, word, None)
        suggested = page == POSTED
        if suggested:
            page = await _suggested(visitor, home)
        if isinstance(page, LoadFailure):
            return page
        if suggested or number == len(words) or not found_nothing(page.text):
            return await visitor.store(page, Role.SEARCH, LANDED)
    raise AssertionError("unreachable")


async def _searched(visitor: PageSession, home: View, word: str, there: Element | None) -> PageReading | LoadFailure:
    """The result page for that word, typed into the box ``there`` on the current page, else on the home page."""
    field, way = find_search_box(home), find_search_entry(home)
    if field is None and way is None:
        return NO_BOX
    folded = field is not None and bool(field.opened_by)
    visitor.come_by(FoundBy.FORM, 1 if field is not None and not folded else 2, (word,))
    stop = None
    if there is not None:
        field = there
    elif not await visitor.still_on(home):
        stop = await visitor.load(home.url)
        if stop is None and not await visitor.open_here():
            stop = visitor.stop
    if stop is None and there is None and not folded:
        # A head that a script fixes or wraps stands elsewhere in the document by now.
        field = field and (find_search_box(visitor.here) or field)
        way = way and (find_search_entry(visitor.here) or way)
    if stop is None and field is None and way is not None:
        if not await visitor.click(way):
            return visitor.stop or LoadFailure(GapReason.CONTROL, "the way to the search box could not be pressed")
        field = find_search_box(visitor.here)
        if field is None:
            return NO_BOX_CAME
    if stop is None and field is not None and folded and there is None:
        led = await _unfolded(visitor, field)
        field, stop = (None, led) if isinstance(led, LoadFailure) else (led, None)
    if stop is None and field is not None and not await _takes_words(visitor, field):
        led = await _led(visitor, field)
        field, stop = (None, led) if isinstance(led, LoadFailure) else (led, None)
    if stop is None and field is not None:
        stop = await _type(visitor, field, word)
        if stop is None and (came := _waiting_box(visitor.here, home, word)) is not None:
            visitor.come_by(FoundBy.FORM, 2, visitor.came.path)
            stop = await _type(visitor, came, word)
    if stop is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, LoadFailure):
        return page
    if (wall := visitor.obstacle(page, Role.SEARCH)) is not None:
        return wall
    return HOME_AGAIN if alike_texts(page.text, home.text) else page


def _waiting_box(here: View, home: View, word: str) -> Element | None:
    """The empty box of a page of its own that typing or pressing led to, with nothing of the word yet: phones search there."""
    said = plain_words(unquote(f"{here.url} {here.text} {' '.join(element.name for element in here.elements)}"))
    moved = page_identity(here.url) != page_identity(home.url)
    return find_search_box(here) if moved and plain_words(word) not in said else None


async def _unfolded(visitor: PageSession, field: Element) -> Element | LoadFailure:
    """The box that was seen in a menu, which is opened again: what opens it may close it, so twice at most."""
    for _ in range(2):
        await open_menu_of(visitor, field)
        if visitor.stop is not None:
            return visitor.stop
        if (found := find_search_box(visitor.here)) is not None:
            return found
    return NO_BOX_CAME


async def _suggested(visitor: PageSession, home: View) -> PageReading | LoadFailure:
    """The result page of a word the shop suggests by a link beside its box; ``POSTED`` if it suggests none."""
    field = find_search_box(home)
    link = suggested_word(home, field) if field is not None else None
    if link is None:
        return POSTED
    visitor.come_by(FoundBy.LINK, 1, ((link.text or link.own).strip(),))
    stop = await visitor.load(link.href) or await visitor.prepare()
    if stop is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, LoadFailure):
        return page
    return visitor.obstacle(page, Role.SEARCH) or (HOME_AGAIN if alike_texts(page.text, home.text) else page)


async def _takes_words(visitor: PageSession, field: Element) -> bool:
    """Whether the field accepts typing; a disabled or read-only one is only a picture of a search box.

    True if it cannot be told: typing then shows what is wrong.
    """
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            return await (await snapshot.locate_element(visitor.tab.page, field)).is_editable()
    except (BrowserError, LookupError, TimeoutError):
        return True


async def _led(visitor: PageSession, field: Element) -> Element | LoadFailure:
    """The box that accepts typing, after clicking what only looked like one: the controls around it, then itself."""
    start = page_identity(visitor.shown.url)
    for way in (*find_controls_around(visitor.here, field), field):
        if not await visitor.click(way):
            return visitor.stop or LoadFailure(GapReason.CONTROL, "the way to the search box could not be pressed")
        visitor.come_by(FoundBy.FORM, 2, visitor.came.path)
        came = find_search_box(visitor.here)
        if came is not None and await _takes_words(visitor, came):
            return came
        if page_identity(visitor.shown.url) != start:
            break  # it led to another page, which has no box
    return NO_BOX_CAME


async def _type(visitor: PageSession, field: Element, word: str) -> LoadFailure | None:
    """Type the word, press Enter, if that has no effect click the search control, and wait for another address or text."""
    tab = visitor.tab
    tab.watch.posts = CONSENT in visitor.trip.platform.consents
    try:
        return await _typed(visitor, field, word)
    finally:
        tab.watch.posts = False


async def _typed(visitor: PageSession, field: Element, word: str) -> LoadFailure | None:
    tab = visitor.tab
    start = SearchStart(visitor.shown.url, visitor.here.text, len(tab.notes.popups), len(tab.notes.refused))
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            handle = await snapshot.locate_element(tab.page, field)
            await handle.fill(word, timeout=3000)
            await handle.press("Enter", timeout=3000)
    except (BrowserError, LookupError, TimeoutError) as fault:
        return tab.sprung() or LoadFailure(
            GapReason.BLANK, f"the search box could not be used: {first_line(fault)[:120]}"
        )
    stop = await _answered(visitor, start)
    if stop not in (SILENT, POSTED):
        return stop
    # A form that Enter would submit by POST may have a control whose script opens an address instead.
    control = find_control_beside(visitor.here, field)
    if control is None or page_identity(visitor.shown.url) != page_identity(start.url):
        return stop
    start = dataclasses.replace(start, refused=len(tab.notes.refused))
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            await press_element(await snapshot.locate_element(tab.page, control))
    except (BrowserError, LookupError, TimeoutError):
        return tab.sprung() or stop
    pressed = await _answered(visitor, start)
    return stop if pressed == SILENT else pressed


async def _answered(visitor: PageSession, start: SearchStart) -> LoadFailure | None:
    """None if the search answered; ``SILENT`` if nothing happened."""
    tab = visitor.tab
    if (stop := await tab.settle()) is not None:
        return POSTED if len(tab.notes.refused) > start.refused else stop
    if len(tab.notes.refused) > start.refused:
        return POSTED
    opened = [url for url in tab.notes.popups[start.windows :] if is_openable(url)]
    if opened:
        return await visitor.load(opened[-1]) or await visitor.prepare()
    if page_identity(visitor.shown.url) != page_identity(start.url):
        visitor.trip.loads += 1
    if not await visitor.open_here():
        return visitor.stop
    return SILENT if visitor.shown.url == start.url and loses_hint(start.text, visitor.here.text) else None
