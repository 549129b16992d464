"""Scroll a page and every scrolling box in it to the end and back, so that lazily loaded content is there."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from crawler.browser.isolated_world import IsolatedWorld
from crawler.dom.snapshot_script import reading_settings
from crawler.limits import PAGE

Breathe = Callable[[bool], Awaitable[None]]  # told whether an end was reached just now


@dataclass(frozen=True, slots=True)
class ScrollResult:
    """``stable``: everything reached an end that stayed the end; ``notes`` say in English what did not."""

    stable: bool = False
    notes: tuple[str, ...] = ()


@cache
def scroll_script() -> str:
    """JavaScript functions that list and move the scrolling boxes of a page."""
    room = files("crawler")
    return "\n".join(
        room.joinpath(*name.split("/")).read_text("utf-8") for name in ("dom/scrollers.js", "browser/scrolling.js")
    )


async def scroll_through(world: IsolatedWorld, breathe: Breathe) -> ScrollResult:
    """Scroll the window, then each box in it that scrolls; ``breathe`` waits after each step for what is loaded lazily.

    A page ends when it stops growing. One that keeps growing is endless and not stable: what is below cannot be
    reached.
    Raises Hung or BrowserError.
    """
    notes: list[str] = []
    table = json.dumps(asdict(reading_settings().scrolling))
    done = 0
    for _ in range(PAGE.scroll_rounds):  # boxes may appear with what was loaded on the way
        listed = await _ask(world, f"scrollersOf({table})")
        moved = [bool(answer) for answer in listed] if isinstance(listed, list) else []
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
    await breathe(False)
    return ScrollResult(not notes, tuple(dict.fromkeys(notes)))


async def go_back_to_top(world: IsolatedWorld) -> None:
    """Scroll the window and its boxes back. Raises Hung or BrowserError."""
    table = json.dumps(asdict(reading_settings().scrolling))
    await _ask(world, f"(scrollersOf({table}), scrollBack({table}))")


async def _to_its_end(world: IsolatedWorld, breathe: Breathe, number: int) -> str | None:
    """Scroll one box (0 = the window) step by step until it stops growing; a note if it never ended or would not move."""
    what = "the page" if number == 0 else "an inner box"
    y, stable, growths, height, back = 0, 0, 0, -1.0, False
    for _ in range(PAGE.scroll_screens):
        answer = await _ask(world, f"scrollOne({number}, {y})")
        if not isinstance(answer, list):
            return None  # gone, like a closed overlay: nothing is left to scroll
        now, screen, stands = (float(measure) for measure in answer)
        at_end = y + screen >= now - 2
        await breathe(at_end and not stable)
        if number and y > 2 and stands < 1 and now - screen > 2:
            if back:
                return f"{what} cannot be scrolled: it goes back to its top"
            back = True  # once may be by what was drawn anew meanwhile
            continue
        growths += 0 <= height < now - 2 and y + screen >= height - 2  # what was the end is the end no more
        stable = stable + 1 if at_end and now == height else 0
        if stable >= PAGE.stable_rounds:
            return None
        if growths > PAGE.scroll_growths or now > PAGE.scroll_height:
            return f"{what} is endless: {now:.0f} px and still growing"
        height = now
        y = int(min(y + screen * 0.9, max(now - screen, 0))) if not at_end else int(max(now - screen, 0))
    return f"{what} was not scrolled to its end: {y} of {height:.0f} px"


async def _ask(world: IsolatedWorld, call: str) -> object:
    """The JSON value of a call to one of the script's functions in the page's isolated world."""
    return await world.evaluate(f"(() => {{ {scroll_script()}\nreturn {call} ?? null; }})()", PAGE.hang_seconds)
