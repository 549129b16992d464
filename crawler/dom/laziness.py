"""Whether a page may load or draw more when it is scrolled: if nothing of it can hear of that, nobody need wait for it.

A page hears of scrolling by a listener, by an observer of what comes into sight, or by the browser itself, which puts
off pictures and frames marked so. All three are asked of the browser from outside the page: no script of the page runs
and none can alter the answers. A script that looks at the page's position from time to time cannot be seen; therefore
pictures that have not come, and attributes in which such scripts leave their addresses, count too, and whoever scrolls
still looks at what each step brings. Where anything is in doubt, the page may.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files

from playwright.async_api import CDPSession
from playwright.async_api import Error as BrowserError

from crawler.dom.snapshot_script import reading_settings

GROUP = "xuncha-laziness"
IN_GROUP = {"objectGroup": GROUP}
TOLD = frozenset({"scroll", "scrollend", "scrollsnapchange", "scrollsnapchanging"})
OBSERVER = "IntersectionObserver"


async def may_load_later(session: CDPSession, ask: Callable[[str], Awaitable[object]]) -> bool:
    """Whether scrolling this page may bring up more than is there; ``ask`` evaluates in our own world, and what it raises
    but for BrowserError is passed on.
    """
    try:
        if await ask(_script()) is not False:
            return True
        try:
            return await _listens(session) or await _observes(session)
        finally:
            await session.send("Runtime.releaseObjectGroup", {"objectGroup": GROUP})
    except (BrowserError, KeyError):
        return True  # it navigates, or this browser cannot tell


@cache
def _script() -> str:
    room = files("crawler.dom")
    joined = "\n".join(room.joinpath(name).read_text("utf-8") for name in ("scrollers.js", "laziness.js"))
    return f"(() => {{ {joined}\nreturn awaitsSight({json.dumps(asdict(reading_settings().scrolling))}); }})()"


async def _listens(session: CDPSession) -> bool:
    """Whether window, document or any node of it, shadow roots included, listens for scrolling."""
    for target in ("window", "visualViewport", "document"):
        # In no group of objects: else the browser tells both functions of each listener (crawler/dom/listeners.py).
        found = await _named(session, target, {})
        asked = {"objectId": found["objectId"], **({"depth": -1, "pierce": True} if target == "document" else {})}
        try:
            heard = await session.send("DOMDebugger.getEventListeners", asked)
        finally:
            await session.send("Runtime.releaseObject", {"objectId": found["objectId"]})
        if any(one["type"] in TOLD for one in heard["listeners"]):
            return True
    return False


async def _observes(session: CDPSession) -> bool:
    """Whether an observer of what comes into sight lives; a page that replaced the browser's own may have others."""
    own = await _named(session, OBSERVER)
    native = str(own.get("description", "")).startswith(f"function {OBSERVER}() {{ [native code] }}")
    if not native or own.get("subtype") == "proxy":
        return True
    kind = await _named(session, f"{OBSERVER}.prototype")
    found = await session.send("Runtime.queryObjects", {"prototypeObjectId": kind["objectId"], "objectGroup": GROUP})
    return bool(found["objects"].get("description") != "Array(0)")


async def _named(session: CDPSession, name: str, group: Mapping[str, str] = IN_GROUP) -> dict[str, str]:
    """What that name means to the page's own scripts; not asked further where a script of the page would run for it."""
    answer = await session.send("Runtime.evaluate", {"expression": name, "throwOnSideEffect": True, **group})
    if "exceptionDetails" in answer:
        raise BrowserError(f"{name} cannot be read")
    found: dict[str, str] = answer["result"]
    return found
