"""Closes what covers a page on a first visit, as a careful person would: refuse, close, acknowledge; consent last."""

from __future__ import annotations

import asyncio
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.addressing import identity
from crawler.limits import PAGE
from crawler.machine_time import MACHINE_TIME
from crawler.words import plain
from crawler.world import World

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("layers.toml").read_text("utf-8"))["words"]
_WORDS: dict[str, tuple[str, ...]] = {kind: tuple(plain(word) for word in words) for kind, words in _DATA.items()}
SCRIPT = files("crawler").joinpath("layers.js").read_text("utf-8")
TRIES = 3  # controls pressed on one layer
ORDER = ("refuse", "close", "classes", "acknowledge", "consent")


@dataclass(frozen=True, slots=True)
class Closing:
    """What was closed and how: the words of each layer, whether consent had to be given, whether something still covers."""

    closed: tuple[str, ...] = ()
    consented: bool = False
    still_covered: bool = False
    left: str = ""  # the kind of control that led away from the page


def kind_of(control: Mapping[str, Any]) -> str | None:
    """What pressing this control would mean, or None for anything that is not ours to press."""
    said = plain(f"{control['text']} {control['name']}".strip())
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
    """Whether a control says little more than that word; a Latin word has to stand by itself (agree is not disagree)."""
    if said == word or len(word) == 1:
        return said == word
    if word.isascii():
        return len(said) <= len(word) + 12 and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said) is not None
    return word in said and len(said) <= len(word) + 6


def choose(
    controls: Sequence[Mapping[str, Any]], avoid: frozenset[str] = frozenset()
) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The controls of a layer worth pressing, most careful first, with their kinds. Links that lead elsewhere are never among them."""
    ranked = [
        (ORDER.index(kind), not control["clickable"], control["w"] * control["h"], index, kind, control)
        for index, control in enumerate(controls)
        if (kind := kind_of(control)) is not None and kind not in avoid and not control["leads"]
    ]
    return tuple((row[4], row[5]) for row in sorted(ranked, key=lambda row: row[:4]))


async def close_layers(page: Page, world: World, avoid: frozenset[str] = frozenset()) -> Closing:
    """Close covering layers until none is left or none can be closed. ``avoid`` names kinds of controls not to press.

    Raises Hung or BrowserError where the page is gone.
    """
    closed: list[str] = []
    consented = False
    url = page.url
    for _ in range(PAGE.layers):
        state = await _state(world)
        layer = state.get("layer")
        if not layer or not layer["covering"]:
            return Closing(tuple(closed), consented)
        pressed = await _press(page, world, layer, choose(state.get("controls", ()), avoid))
        if identity(page.url) != identity(url):
            return Closing(tuple(closed), consented, still_covered=True, left=pressed or "escape")
        if pressed is None:
            return Closing(tuple(closed), consented, still_covered=True)
        closed.append(str(layer["words"]))
        consented = consented or pressed == "consent"
    state = await _state(world)
    return Closing(tuple(closed), consented, still_covered=bool(state.get("layer") and state["layer"]["covering"]))


async def _press(
    page: Page, world: World, layer: Mapping[str, Any], chosen: Sequence[tuple[str, Mapping[str, Any]]]
) -> str | None:
    """Press the first controls one after the other, then Escape, until the layer goes; the kind that did it, or None."""
    url = page.url
    for kind, control in chosen[:TRIES]:
        await page.mouse.click(control["x"], control["y"])
        if await _changed(world, layer) or identity(page.url) != identity(url):
            return kind
    await page.keyboard.press("Escape")
    return "escape" if await _changed(world, layer) else None


async def _state(world: World) -> dict[str, Any]:
    answer = await world.evaluate(SCRIPT, PAGE.hang_seconds)
    if not isinstance(answer, dict):
        raise BrowserError("the layer script gave no answer")
    return answer


async def _changed(world: World, before: Mapping[str, Any]) -> bool:
    """Wait, up to 1.2 s, until that layer is gone or another one is on top (closing is often animated)."""
    began = MACHINE_TIME.now()
    while MACHINE_TIME.now() - began < 1.2:
        await asyncio.sleep(0.1)
        try:
            layer = (await _state(world)).get("layer")
        except BrowserError:
            return True  # it is navigating: the caller looks where to
        if not layer or not layer["covering"] or layer["words"] != before["words"]:
            return True
    return False
