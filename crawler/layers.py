"""Closes what covers a page on a first visit, as a careful person would: refuse, close, acknowledge; consent last."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page

from crawler.limits import PAGE
from crawler.words import plain
from crawler.world import World

_DATA: dict[str, Any] = tomllib.loads(files("crawler").joinpath("layers.toml").read_text("utf-8"))["words"]
_WORDS: dict[str, tuple[str, ...]] = {kind: tuple(plain(word) for word in words) for kind, words in _DATA.items()}
SCRIPT = files("crawler").joinpath("layers.js").read_text("utf-8")
ORDER = ("refuse", "close", "classes", "acknowledge", "consent")


@dataclass(frozen=True, slots=True)
class Closing:
    """What was closed and how: the words of each layer, whether consent had to be given, whether something still covers."""

    closed: tuple[str, ...] = ()
    consented: bool = False
    still_covered: bool = False


def kind_of(control: Mapping[str, Any]) -> str | None:
    """What pressing this control would mean, or None for anything that is not ours to press."""
    said = plain(f"{control['text']} {control['name']}".strip())
    if said and any(word in said for word in _WORDS["never"]) and not any(word in said for word in _WORDS["refuse"]):
        return None
    for kind in ("refuse", "close", "acknowledge", "consent"):
        for word in _WORDS[kind]:
            if said == word or (len(word) > 1 and word in said and len(said) <= len(word) + 6):
                return kind
    classes = str(control["classes"]).lower()
    if not said and any(word in classes for word in _WORDS["classes"]) and control["w"] <= 120 and control["h"] <= 120:
        return "classes"
    return None


def choose(controls: Sequence[Mapping[str, Any]]) -> tuple[str, Mapping[str, Any]] | None:
    """The most careful control of a layer: its kind and itself. Links that lead elsewhere are never chosen."""
    ranked = [
        (ORDER.index(kind), not control["clickable"], control["w"] * control["h"], index, kind, control)
        for index, control in enumerate(controls)
        if (kind := kind_of(control)) is not None and not str(control["href"]).startswith(("http:", "https:"))
    ]
    if not ranked:
        return None
    best = min(ranked, key=lambda row: row[:4])
    return best[4], best[5]


async def close_layers(page: Page, world: World) -> Closing:
    """Close covering layers until none is left or none can be closed. Raises Hung or BrowserError where the page is gone."""
    closed: list[str] = []
    consented = False
    for _ in range(PAGE.layers):
        state = await _state(world)
        layer = state.get("layer")
        if not layer or not layer["covering"]:
            return Closing(tuple(closed), consented)
        chosen = choose(state.get("controls", ()))
        if chosen is None:
            await page.keyboard.press("Escape")
        else:
            await page.mouse.click(chosen[1]["x"], chosen[1]["y"])
        if not await _changed(world, layer):
            return Closing(tuple(closed), consented, still_covered=True)
        closed.append(str(layer["words"]))
        consented = consented or (chosen is not None and chosen[0] == "consent")
    state = await _state(world)
    return Closing(tuple(closed), consented, still_covered=bool(state.get("layer") and state["layer"]["covering"]))


async def _state(world: World) -> dict[str, Any]:
    answer = await world.evaluate(SCRIPT, PAGE.hang_seconds)
    if not isinstance(answer, dict):
        raise BrowserError("the layer script gave no answer")
    return answer


async def _changed(world: World, before: Mapping[str, Any]) -> bool:
    """Wait, up to 1.2 s, until that layer is gone or another one is on top (closing is often animated)."""
    for _ in range(12):
        await asyncio.sleep(0.1)
        layer = (await _state(world)).get("layer")
        if not layer or not layer["covering"] or layer["words"] != before["words"]:
            return True
    return False
