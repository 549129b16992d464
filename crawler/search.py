"""Types one word into a shop's search box and looks at the answer: the only typing there is."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as BrowserError

from crawler import reading
from crawler.addressing import openable
from crawler.site import Element, View
from crawler.tab import Stop
from crawler.visit import Visitor
from crawler.vocabulary import LANDED, FoundBy, GapReason, Region, Role
from crawler.words import plain

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("search.toml").read_text("utf-8"))
_WORDS = tuple(plain(word) for word in _DATA["words"])
_CLASSES: tuple[str, ...] = tuple(_DATA["classes"])
TYPES = frozenset({"", "text", "search"})


def box(view: View) -> Element | None:
    """The search box a person would take: a visible text field that says search, in the header if there are several."""
    ranked: list[tuple[float, int, Element]] = []
    for element in view.elements:
        if element.tag != "input" or element.input_type not in TYPES or not element.seen or element.frame:
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


async def search(visitor: Visitor, home: View) -> View | None:
    """Search for a common word from the home page and capture the answer; a gap is recorded where there is none."""
    trip, device = visitor.trip, visitor.device
    field = box(home)
    if field is None:
        await trip.add_gap(Role.SEARCH, LANDED, device, GapReason.NOT_OFFERED, "no search box", home.url)
        return None
    visitor.come_by(FoundBy.FORM, 1, (_DATA["limits"]["word"],))
    stop = await visitor.load(home.url)
    if stop is None and not await visitor.open_here():
        stop = visitor.stop
    stop = stop or await _type(visitor, field)
    if stop is None:
        page = await visitor.read()
        stop = page if isinstance(page, Stop) else visitor.obstacle(page, Role.SEARCH)
        if stop is None and not isinstance(page, Stop):
            return await visitor.store(page, Role.SEARCH, LANDED)
    if stop is not None:
        await trip.add_gap(Role.SEARCH, LANDED, device, stop.reason, stop.detail, home.url)
        visitor.stop = stop
    return None


async def _type(visitor: Visitor, field: Element) -> Stop | None:
    """Type the word, press Enter, and wait for another address or another text."""
    tab = visitor.tab
    before = (tab.page.url, len(visitor.here.text))
    windows = len(tab.notes.popups)
    try:
        handle = await reading.locate(tab.page, field)
        await handle.fill(_DATA["limits"]["word"], timeout=3000)
        await handle.press("Enter", timeout=3000)
    except (BrowserError, LookupError) as fault:
        return Stop(GapReason.TRAP, f"the search box could not be used: {str(fault).splitlines()[0][:120]}")
    if (stop := await tab.settle()) is not None:
        return stop
    opened = [url for url in tab.notes.popups[windows:] if openable(url)]
    if opened:
        return await visitor.load(opened[-1]) or await visitor.prepare()
    if tab.notes.refused:
        return Stop(GapReason.TRAP, "the search is sent by POST, which we do not send")
    if not await visitor.open_here():
        return visitor.stop
    if (tab.page.url, len(visitor.here.text)) == before:
        return Stop(GapReason.BLANK, "nothing happened that we could see after Enter")
    return None
