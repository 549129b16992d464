"""The script that reads one document, its input, and how its answer becomes elements."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.dom.read_settings import FILE, ReadSettings
from crawler.machine_time import MACHINE_TIME
from crawler.site import Box, Element
from crawler.vocabulary import Region, Unseen

if TYPE_CHECKING:  # judging reads the tables here and opens no browser
    from playwright.async_api import CDPSession

HERE = Path(__file__).parent
SCRIPTS = ("scrollers.js", "read_sight.js", "read_words.js", "read.js", "read_out.js", "read_element.js")

# Fields that the script omits when they have their defaults, and that are copied unchanged.
PLAIN = (
    *("text", "own", "name", "pseudo", "role", "heading", "href", "classes", "clickable", "action", "method"),
    *("input_type", "required", "font_px", "weight", "line_px", "colour", "image", "natural_w", "natural_h"),
)


class ReadTimeout(Exception):
    """The page's scripts kept us from reading it in time."""


class ReadFailed(Exception):
    """The document went away or its renderer died during reading."""


def reading_settings() -> ReadSettings:
    """The tables of read.toml."""
    return FILE.load()


@cache
def reading_source() -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)


# Waits for the longest that is left of the document's animations, and once more for what these have begun. One that never
# ends, or takes longer (a ticker, a carousel's pause), is part of how the page looks.
_ANIMATIONS = """new Promise(done => { let turns = 0;
const left = () => { let most = 0; for (const one of document.getAnimations()) { if (one.playState !== 'running' || !one.effect) continue;
  const told = one.effect.getComputedTiming(), rest = (told.endTime - (told.localTime || 0)) / (Math.abs(one.playbackRate) || 1);
  if (rest > most && rest <= %d) most = rest; } return most; };
const again = () => { const rest = left(); rest && turns++ < 2 ? setTimeout(again, rest + 20) : done(turns); }; again(); })"""


async def await_animations(session: CDPSession, context: int, most: int) -> None:
    """Let short animations of a document end: what slides or fades in is at its place, and seen, only then.

    ``context``: our own world there; ``most``: ms that may be left of one that is waited for.
    """
    asked = {"expression": _ANIMATIONS % most, "contextId": context, "awaitPromise": True, "returnByValue": True}
    await session.send("Runtime.evaluate", asked)


@dataclass(slots=True)
class DocumentFrame:
    """Where one document is read, and how its coordinates and appearance map to the top page's."""

    session: CDPSession
    frame_id: str
    selector: str = ""  # selector of its iframe, followed by " >>> "
    depth: int = 0
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    background: tuple[int, int, int] | None = (255, 255, 255)
    owner: Element | None = None
    shell: bool = False  # whether its own page is nearly empty beside it
    chars: int = 0  # characters of its own text, once read

    @property
    def region(self) -> Region:
        """Its region on the top page; a large frame in an otherwise empty page is the main content."""
        if self.owner is None or (self.shell and self.owner.box.w >= 300 and self.owner.box.h >= 400):
            return Region.MAIN
        return self.owner.region


def make_declaration(where: DocumentFrame) -> str:
    """A JavaScript function for Runtime.callFunctionOn that returns the answer as one JSON string.

    Its arguments are hosts and their closed shadow roots, alternating.
    """
    table = reading_settings()
    config = {
        "limits": {**asdict(table.limits), "script_ms": MACHINE_TIME.stretched(table.limits.script_ms)},
        "sight": asdict(table.sight),
        "region": asdict(table.region),
        "scrolling": asdict(table.scrolling),
        "top": where.owner is None,
        "scale": where.scale,
        "background": where.background,
        "region_of_frame": where.region,
    }
    return f"""function () {{ {reading_source()}
        const config = {json.dumps(config)}, pairs = [];
        config.base = document.baseURI;
        for (let i = 0; i < arguments.length; i += 2) pairs.push([arguments[i], arguments[i + 1]]);
        return read(config, pairs);
    }}"""


def make_element(raw: dict[str, Any], id: int, base: int, where: DocumentFrame, number: int) -> Element:
    """One element of the script's answer, placed on the top page; visible only if its frame is."""
    x, y, w, h = raw["box"]
    owner = where.owner
    unseen = Unseen(raw["unseen"]) if "unseen" in raw else None
    position = raw.get("position", "static")
    if owner is not None:
        unseen = unseen or owner.unseen
        if owner.position in ("fixed", "sticky"):
            position = owner.position
    parent = raw.get("parent")
    return Element(
        id=id,
        tag=raw["tag"],
        selector=where.selector + raw["selector"],
        box=Box(where.x + x * where.scale, where.y + y * where.scale, w * where.scale, h * where.scale),
        parent=base + parent if parent is not None else (owner.id if owner else None),
        frame=number,
        position=position,
        region=Region(raw.get("region", Region.MAIN)),
        seen=unseen is None,
        unseen=unseen,
        background=raw.get("background"),
        checked=raw.get("checked"),
        **{key: raw[key] for key in PLAIN if key in raw},
    )
