"""Types a word into a shop's search box and looks at the answer: the only typing there is."""

from __future__ import annotations

import asyncio
import dataclasses
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from playwright.async_api import Error as BrowserError

from crawler import reading
from crawler.addressing import identity, openable
from crawler.discovery.fitting import HOME_AGAIN, alike_texts
from crawler.discovery.main_frame import main_frame
from crawler.discovery.wording import search_words
from crawler.limits import PAGE
from crawler.press import press
from crawler.reading import PageReading
from crawler.site import Element, View
from crawler.stop import Stop, first_line
from crawler.visit import Visitor
from crawler.vocabulary import LANDED, FoundBy, GapReason, Region, Role
from crawler.words import plain

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("search.toml").read_text("utf-8"))
_WORDS = tuple(plain(word) for word in _DATA["words"])
_CLASSES: tuple[str, ...] = tuple(_DATA["classes"])
_NOTHING = tuple(plain(word) for word in _DATA["nothing"])
NO_BOX: Final = Stop(GapReason.NOT_OFFERED, "no search box")
POSTED: Final = Stop(
    GapReason.NOT_TRIED, "the search is sent by POST, which we send only where the platform agreed to it"
)
CONSENT: Final = "search_post"  # of the platform, to a search that is sent by POST
NO_BOX_CAME: Final = Stop(GapReason.BLANK, "pressing the way to the search brought up no box that we could see")
SILENT: Final = Stop(GapReason.BLANK, "nothing happened that we could see after Enter")
TYPES = frozenset({"", "text", "search"})


@dataclass(frozen=True, slots=True)
class Start:
    """How things stood before the word was typed: address, text, windows opened and requests stopped so far."""

    url: str
    text: str
    windows: int
    refused: int


def box(view: View) -> Element | None:
    """The search box a person would take: a visible text field that says search, in the header if there are several."""
    ranked: list[tuple[float, int, Element]] = []
    shop = main_frame(view)
    for element in view.elements:
        if element.tag != "input" or element.input_type not in TYPES or not element.seen or element.frame != shop:
            continue
        said = plain(f"{element.name} {element.text}")
        classes = element.classes.lower()
        if any(word in classes for word in _DATA["not_classes"]):
            continue
        score = 4.0 * (element.input_type == "search") + 3.0 * any(word in said for word in _WORDS)
        score += 3.0 * any(word in classes for word in _CLASSES)
        score += 2.0 * (element.region in (Region.HEADER, Region.NAV)) + 1.0 * (
            element.box.y < view.viewport_height / 2
        )
        if score >= _DATA["limits"]["least_score"]:
            ranked.append((-score, element.id, element))
    return min(ranked, key=lambda row: row[:2])[2] if ranked else None


def entry(view: View) -> Element | None:
    """A control that leads to the search box, as phones have it: short, and saying search."""
    shop = main_frame(view)
    fitting = [
        element
        for element in view.elements
        if element.seen and element.frame == shop and (element.href or element.clickable) and _says_search(element)
    ]
    return min(fitting, key=lambda element: (element.box.y, element.id), default=None)


def _says_search(element: Element) -> bool:
    said = plain(f"{element.text or element.own} {element.name}")
    if len(said) > _DATA["limits"]["longest_entry"]:
        return False
    return any(word in said for word in _WORDS) or (
        not said and any(word in element.classes.lower() for word in _CLASSES)
    )


async def search(visitor: Visitor, home: View) -> View | Stop:
    """Search for a word of the shop's goods, else for a common one, and capture the answer; ``NO_BOX`` where no box is to be seen."""
    words = search_words(home, _DATA["limits"]["word"])
    for number, word in enumerate(words, 1):
        # What found nothing mostly bears the box as well: there the next word is typed, as a person would.
        here = number > 1 and identity(visitor.here.url) == identity(visitor.tab.page.url)
        there = box(visitor.here) if here else None
        page = await _searched(visitor, home, word, there)
        if isinstance(page, Stop) and there is not None:
            page = await _searched(visitor, home, word, None)
        if isinstance(page, Stop):
            return page
        if number == len(words) or not _found_nothing(page.text):
            return await visitor.store(page, Role.SEARCH, LANDED)
    raise AssertionError("unreachable")


async def _searched(visitor: Visitor, home: View, word: str, there: Element | None) -> PageReading | Stop:
    """The page that answers to that word, typed into the box ``there`` on the page that stands, else on the home page."""
    field, way = box(home), entry(home)
    if field is None and way is None:
        return NO_BOX
    visitor.come_by(FoundBy.FORM, 1 if field is not None else 2, (word,))
    stop = None
    if there is not None:
        field = there
    elif not await visitor.still_on(home):
        stop = await visitor.load(home.url)
        if stop is None and not await visitor.open_here():
            stop = visitor.stop
    if stop is None and field is None and way is not None:
        if not await visitor.click(way):
            return visitor.stop or Stop(GapReason.CONTROL, "the way to the search box could not be pressed")
        field = box(visitor.here)
        if field is None:
            return NO_BOX_CAME
    if stop is None and field is not None and not await _takes_words(visitor, field):
        led = await _led(visitor, field)
        field, stop = (None, led) if isinstance(led, Stop) else (led, None)
    if stop is None and field is not None:
        stop = await _type(visitor, field, word)
    if stop is not None:
        return stop
    page = await visitor.read()
    if isinstance(page, Stop):
        return page
    if (wall := visitor.obstacle(page, Role.SEARCH)) is not None:
        return wall
    return HOME_AGAIN if alike_texts(page.text, home.text) else page


async def _takes_words(visitor: Visitor, field: Element) -> bool:
    """Whether words can be typed into that field; one that is switched off or only to be read is a picture of a search box.

    True where it cannot be told: typing then says what is wrong.
    """
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            return await (await reading.locate(visitor.tab.page, field)).is_editable()
    except (BrowserError, LookupError, TimeoutError):
        return True


async def _led(visitor: Visitor, field: Element) -> Element | Stop:
    """The box that words can be typed into, once what only looks like one was pressed: the controls around it, then itself."""
    start = identity(visitor.tab.page.url)
    for way in (*_around(visitor.here, field), field):
        if not await visitor.click(way):
            return visitor.stop or Stop(GapReason.CONTROL, "the way to the search box could not be pressed")
        visitor.come_by(FoundBy.FORM, 2, visitor.came.path)
        came = box(visitor.here)
        if came is not None and await _takes_words(visitor, came):
            return came
        if identity(visitor.tab.page.url) != start:
            break  # it led to a page, and there is none on it
    return NO_BOX_CAME


def _around(view: View, field: Element) -> list[Element]:
    """The controls that a field lies in, the innermost first, as many as are tried."""
    middle = (field.box.x + field.box.w / 2, field.box.y + field.box.h / 2)
    found = [
        one for one in view.elements
        if one.seen and one.selector != field.selector and one.frame == field.frame and (one.clickable or one.href)
        and one.box.x <= middle[0] <= one.box.x + one.box.w and one.box.y <= middle[1] <= one.box.y + one.box.h
        and one.box.w >= field.box.w and one.box.h <= _DATA["limits"]["bar_height"]
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.box.area, -one.id))[: _DATA["limits"]["bars"]]


def _found_nothing(text: str) -> bool:
    said = plain(text)
    return any(word in said for word in _NOTHING)


async def _type(visitor: Visitor, field: Element, word: str) -> Stop | None:
    """Type the word, press Enter, where that does nothing the search control, and wait for another address or another text."""
    tab = visitor.tab
    tab.watch.posts = CONSENT in visitor.trip.platform.consents
    try:
        return await _typed(visitor, field, word)
    finally:
        tab.watch.posts = False


async def _typed(visitor: Visitor, field: Element, word: str) -> Stop | None:
    tab = visitor.tab
    start = Start(tab.page.url, visitor.here.text, len(tab.notes.popups), len(tab.notes.refused))
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            handle = await reading.locate(tab.page, field)
            await handle.fill(word, timeout=3000)
            await handle.press("Enter", timeout=3000)
    except (BrowserError, LookupError, TimeoutError) as fault:
        return tab.sprung() or Stop(GapReason.BLANK, f"the search box could not be used: {first_line(fault)[:120]}")
    stop = await _answered(visitor, start)
    if stop not in (SILENT, POSTED):
        return stop
    # A form that Enter would send by POST may have a control that a script answers to by an address.
    control = _beside(visitor.here, field)
    if control is None or identity(tab.page.url) != identity(start.url):
        return stop
    start = dataclasses.replace(start, refused=len(tab.notes.refused))
    try:
        async with asyncio.timeout(PAGE.hang_seconds):
            await press(await reading.locate(tab.page, control))
    except (BrowserError, LookupError, TimeoutError):
        return tab.sprung() or stop
    pressed = await _answered(visitor, start)
    return stop if pressed == SILENT else pressed


async def _answered(visitor: Visitor, start: Start) -> Stop | None:
    """None where the search answered; ``SILENT`` where nothing happened."""
    tab = visitor.tab
    if (stop := await tab.settle()) is not None:
        return POSTED if len(tab.notes.refused) > start.refused else stop
    if len(tab.notes.refused) > start.refused:
        return POSTED
    opened = [url for url in tab.notes.popups[start.windows :] if openable(url)]
    if opened:
        return await visitor.load(opened[-1]) or await visitor.prepare()
    if identity(tab.page.url) != identity(start.url):
        visitor.trip.loads += 1
    if not await visitor.open_here():
        return visitor.stop
    return SILENT if (tab.page.url, visitor.here.text) == (start.url, start.text) else None


def _beside(view: View, field: Element) -> Element | None:
    """The control that searches: in the line of the box, saying so, or a button without words."""
    middle = field.box.y + field.box.h / 2
    ranked = [
        (not _says_search(one), abs(one.box.x - field.box.x - field.box.w), one.id, one)
        for one in view.elements
        if one.seen and one.selector != field.selector and not one.frame and (one.clickable or one.tag == "button")
        and one.box.y <= middle <= one.box.y + one.box.h and one.box.h <= 3 * max(field.box.h, 20)
        and (_says_search(one) or (one.tag in ("button", "input") and not one.text and not one.href))
    ]  # fmt: skip
    return min(ranked, key=lambda row: row[:3])[3] if ranked else None
