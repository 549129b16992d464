"""Close overlays on a first visit as a careful person would: refuse, close, acknowledge; consent last."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.browser.isolated_world import IsolatedWorld
from crawler.browser.overlay_settings import FILE
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME
from crawler.spelling import plain_words
from crawler.urls import page_identity

_WORDS: dict[str, tuple[str, ...]] = {
    kind: tuple(plain_words(word) for word in words) for kind, words in asdict(FILE.load().words).items()
}
SCRIPT = files("crawler.browser").joinpath("overlays.js").read_text("utf-8")
ORDER = ("refuse", "close", "classes", "acknowledge", "consent")


@dataclass(frozen=True, slots=True)
class ClosedOverlays:
    """What was closed and how: each overlay's words, whether consent had to be given, whether something still covers the page."""

    closed: tuple[str, ...] = ()
    consented: bool = False
    still_covered: bool = False
    left: str = ""  # the kind of control that led away from the page


def classify_closer(control: Mapping[str, Any]) -> str | None:
    """What clicking this control would mean, or None for anything we must not click."""
    said = plain_words(f"{control['text']} {control['name']}".strip())
    if said and any(word in said for word in _WORDS["never"]) and not any(word in said for word in _WORDS["refuse"]):
        return None
    for kind in ("refuse", "close", "acknowledge", "consent"):
        if any(_means(said, word) for word in _WORDS[kind]):
            return kind
    classes = str(control["classes"]).lower()
    if not said and any(word in classes for word in _WORDS["classes"]) and control["w"] <= 120 and control["h"] <= 120:
        return "classes"
    return None


def _means(said: str, word: str) -> bool:
    """Whether a control says little more than that word; a Latin word must stand by itself (agree is not disagree)."""
    if said == word or len(word) == 1:
        return said == word
    if word.isascii():
        return len(said) <= len(word) + 12 and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said) is not None
    return word in said and len(said) <= len(word) + 6


def choose_controls(
    controls: Sequence[Mapping[str, Any]], avoid: frozenset[str] = frozenset()
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The controls of an overlay worth clicking with their kinds, most careful first; never links that lead elsewhere."""
    ranked = [
        (ORDER.index(kind), not control["clickable"], control["w"] * control["h"], index, kind, control)
        for index, control in enumerate(controls)
        if (kind := classify_closer(control)) is not None and kind not in avoid and not control["leads"]
    ]
    return tuple((row[4], row[5]) for row in sorted(ranked, key=lambda row: row[:4]))


async def close_layers(page: Page, world: IsolatedWorld, avoid: frozenset[str] = frozenset()) -> ClosedOverlays:
    """Close overlays until none is left or none can be closed. ``avoid``: kinds of controls not to click.

    Raises Hung or BrowserError if the page is gone.
    """
    closed: list[str] = []
    consented = False
    url = page.url
    for _ in range(PAGE.layers):
        state = await _state(world)
        layer = state.get("layer")
        if not layer or not layer["covering"]:
            return ClosedOverlays(tuple(closed), consented)
        pressed = await _press(page, world, layer, choose_controls(state.get("controls", ()), avoid))
        if page_identity(page.url) != page_identity(url):
            return ClosedOverlays(tuple(closed), consented, still_covered=True, left=pressed or "escape")
        if pressed is None:
            return ClosedOverlays(tuple(closed), consented, still_covered=True)
        closed.append(str(layer["words"]))
        consented = consented or pressed == "consent"
    state = await _state(world)
    return ClosedOverlays(
        tuple(closed), consented, still_covered=bool(state.get("layer") and state["layer"]["covering"])
    )


async def _press(
    page: Page, world: IsolatedWorld, layer: Mapping[str, Any], chosen: Sequence[tuple[str, Mapping[str, Any]]]
) -> str | None:
    """Click the first controls one after another, then Escape, until the overlay goes; the kind that did it, or None."""
    url = page.url
    for kind, control in chosen[: PAGE.layer_clicks]:
        await page.mouse.click(control["x"], control["y"])
        if await _changed(world, layer) or page_identity(page.url) != page_identity(url):
            return kind
    await page.keyboard.press("Escape")
    return "escape" if await _changed(world, layer) else None


async def _state(world: IsolatedWorld) -> dict[str, Any]:
    answer = await world.evaluate(SCRIPT, PAGE.hang_seconds)
    if not isinstance(answer, dict):
        raise BrowserError("the layer script gave no answer")
    return answer


async def _changed(world: IsolatedWorld, before: Mapping[str, Any]) -> bool:
    """Wait up to 1.2 s until that overlay is gone or another one is on top (closing is often animated)."""
    began = MACHINE_TIME.now()
    while MACHINE_TIME.now() - began < 1.2:
        await asyncio.sleep(0.1)
        try:
            layer = (await _state(world)).get("layer")
        except BrowserError:
            return True  # it is navigating: the caller checks where to
        if not layer or not layer["covering"] or layer["words"] != before["words"]:
            return True
    return False
