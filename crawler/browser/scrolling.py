"""Scrolls a page and every box in it that scrolls to their ends, so that what is loaded on the way is there, and back again."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crawler.limits import PAGE
from crawler.reading_script import settings
from crawler.world import World

Breathe = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scrolled:
    """``stable`` where everything came to an end that stayed one; ``notes`` say in English what did not."""

    stable: bool = False
    notes: tuple[str, ...] = ()


@cache
def script() -> str:
    """The functions that list and move the boxes of a page."""
    room = files("crawler")
    return "\n".join(
        room.joinpath(*name.split("/")).read_text("utf-8") for name in ("dom/scrollers.js", "browser/scrolling.js")
    )


async def scroll_through(world: World, breathe: Breathe) -> Scrolled:
    """Scroll the window, then one after the other what scrolls in it; ``breathe`` waits for lazy parts after each step.

    A page ends when it grows no more. One that grows on and on is endless, and not stable: what stands below cannot be come to.
    Raises Hung or BrowserError.
    """
    notes: list[str] = []
    table = json.dumps(settings()["scrolling"])
    done = 0
    for _ in range(PAGE.scroll_rounds):  # boxes may come up with what was loaded on the way
        listed = await _ask(world, f"scrollersOf({table})")
        moved = [bool(each) for each in listed] if isinstance(listed, list) else []
        if done >= len(moved):
            break
        for number in range(done, min(len(moved), PAGE.scrollers)):
            if moved[number]:
                notes.append("an inner box is scrolled by a script of the page, which we cannot")
            elif (note := await _to_its_end(world, breathe, number)) is not None:
                notes.append(note)
        done = len(moved)
        if done > PAGE.scrollers:
            notes.append(f"only {PAGE.scrollers} of {done} boxes were scrolled")
            break
    await _ask(world, f"scrollBack({table})")
    await breathe()
    return Scrolled(not notes, tuple(dict.fromkeys(notes)))


async def _to_its_end(world: World, breathe: Breathe, number: int) -> str | None:
    """Scroll one box, 0 = the window, step by step until it grows no more; a note where it never ended or would not move."""
    what = "the page" if number == 0 else "an inner box"
    y, stable, growths, height = 0, 0, 0, -1.0
    for _ in range(PAGE.scroll_screens):
        answer = await _ask(world, f"scrollOne({number}, {y})")
        if not isinstance(answer, list):
            return None  # gone, as a layer that was closed: nothing is left to be scrolled
        now, screen, stands = (float(each) for each in answer)
        await breathe()
        if number and y > 2 and stands < 1 and now - screen > 2:
            return f"{what} cannot be scrolled: it goes back to its top"
        growths += 0 <= height < now - 2 and y + screen >= height - 2  # what was the end is so no more
        at_end = y + screen >= now - 2
        stable = stable + 1 if at_end and now == height else 0
        if stable >= PAGE.stable_rounds:
            return None
        if growths > PAGE.scroll_growths or now > PAGE.scroll_height:
            return f"{what} is endless: {now:.0f} px and still growing"
        height = now
        y = int(min(y + screen * 0.9, max(now - screen, 0))) if not at_end else int(max(now - screen, 0))
    return f"{what} was not scrolled to its end: {y} of {height:.0f} px"


async def _ask(world: World, call: str) -> object:
    """The JSON value of a call of the script's functions in the page's isolated world."""
    return await world.evaluate(f"(() => {{ {script()}\nreturn {call} ?? null; }})()", PAGE.hang_seconds)
