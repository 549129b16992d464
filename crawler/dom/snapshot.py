"""Take a snapshot of a loaded page: elements, text and frames, read from outside the page's own world.

Each document is read by one script in an isolated world that answers with one JSON string: page scripts can neither see
nor patch it.
Same-process frames are reached through the page's session, cross-site frames through sessions of their own. All boxes
are in document px of the top page; what scrolls in a box or frame of its own is placed as if the box were scrolled to
its top and clipped nothing. A selector is a CSS path; `` >> `` leads into a shadow root and `` >>> `` into the document
of a frame:
``#ad >>> body>div:nth-child(2)``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from crawler.dom.listeners import mark_listeners
from crawler.dom.locating import INTO_FRAME, locate_element
from crawler.dom.snapshot_script import (
    DocumentFrame,
    ReadFailed,
    ReadTimeout,
    await_animations,
    make_declaration,
    make_element,
    reading_settings,
)
from crawler.dom.tab_bars import with_tab_bar
from crawler.machine_time import patient_timeout
from crawler.site import Box, Element, Frame
from crawler.vocabulary import Unseen

__all__ = ["PageReading", "ReadFailed", "ReadTimeout", "locate_element", "read_page", "reading_settings"]

WORLD = "xuncha"


@dataclass(frozen=True, slots=True)
class PageReading:
    """The result of reading a page once. Lengths in CSS px; ``notes`` name every limit that cut something off."""

    title: str
    lang: str
    url: str
    text: str
    html: str
    elements: tuple[Element, ...]
    frames: tuple[Frame, ...]
    width: int
    height: int
    viewport_width: int
    viewport_height: int
    scroll_x: float
    scroll_y: float
    storage_keys: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beyond: frozenset[int] = frozenset()  # ids scrolled out of a box or frame: no screenshot shows them in place
    script_ms: float = 0.0  # time the scripts took, all frames together

    @property
    def frames_read(self) -> bool:
        """Whether every visible child document was read."""
        return all(frame.read or frame.why == "not_shown" for frame in self.frames)


@dataclass(slots=True)
class _Collected:
    elements: list[Element] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    beyond: set[int] = field(default_factory=set)
    ms: float = 0.0


async def read_page(page: Page, cdp: CDPSession) -> PageReading:
    """Read ``page`` as it is now; ``cdp`` is its session. Raises ReadTimeout, ReadFailed."""
    reader = _SnapshotReader(page, cdp)
    try:
        return await reader.run()
    except PlaywrightError as error:
        raise ReadFailed(str(error).splitlines()[0]) from error
    finally:
        await reader.close()


class _SnapshotReader:
    def __init__(self, page: Page, cdp: CDPSession) -> None:
        self.page = page
        self.cdp = cdp
        self.limits = reading_settings().limits
        self.opened: list[CDPSession] = []
        self.foreign: dict[str, CDPSession] | None = None
        self.foreign_lock = asyncio.Lock()
        self.into = _Collected()

    async def run(self) -> PageReading:
        tree = await self._within(self.cdp.send("Page.getFrameTree"))
        main = await self._document(DocumentFrame(self.cdp, tree["frameTree"]["frame"]["id"]))
        into = self.into
        return PageReading(
            title=main["title"],
            lang=main["lang"],
            url=main["url"],
            text="\n".join(text for text in into.texts if text),
            html=main["html"],
            elements=with_tab_bar(into.elements, main),
            frames=tuple(into.frames),
            width=round(main["width"]),
            height=round(main["height"]),
            viewport_width=round(main["viewport_width"]),
            viewport_height=round(main["viewport_height"]),
            scroll_x=main["scroll_x"],
            scroll_y=main["scroll_y"],
            storage_keys=tuple(main["keys"]),
            notes=tuple(sorted(into.notes)),
            beyond=frozenset(into.beyond),
            script_ms=into.ms,
        )

    async def close(self) -> None:
        for session in self.opened:
            with contextlib.suppress(PlaywrightError):
                await session.detach()

    async def _within(self, answer: Any) -> Any:
        try:
            async with patient_timeout(self.limits.seconds):
                return await answer
        except TimeoutError:
            raise ReadTimeout("the page's scripts did not rest") from None

    async def _document(self, where: DocumentFrame, number: int = 0) -> dict[str, Any]:
        """Read one document and those inside it; ``number`` is its index among the frames, 0 for the top document."""
        world = await self._within(
            where.session.send("Page.createIsolatedWorld", {"frameId": where.frame_id, "worldName": WORLD})
        )
        context: int = world["executionContextId"]
        await self._within(await_animations(where.session, context, self.limits.animation_ms))
        await self._within(mark_listeners(where.session, context, self.limits))
        answer = await self._evaluate(where, context)
        if answer["suspects"] and (roots := await self._closed_roots(where, context)):
            answer = await self._evaluate(where, context, roots)
        where.chars = len(answer["text"])
        self._take(answer, where, number)
        if answer["frames"]:
            base = len(self.into.elements) - len(answer["elements"])
            await self._children(answer, where, context, base)
        return answer

    async def _evaluate(
        self, where: DocumentFrame, context: int, roots: list[tuple[str, str]] | None = None
    ) -> dict[str, Any]:
        arguments = [{"objectId": one} for pair in roots or [] for one in pair]
        result = await self._within(
            where.session.send(
                "Runtime.callFunctionOn",
                {
                    "functionDeclaration": make_declaration(where),
                    "executionContextId": context,
                    "arguments": arguments,
                    "returnByValue": True,
                },
            )
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise ReadFailed(details.get("exception", {}).get("description", details["text"])[:500])
        answer: dict[str, Any] = json.loads(result["result"]["value"])
        self.into.ms += answer["ms"]
        return answer

    async def _handles(self, where: DocumentFrame, context: int, name: str) -> list[str]:
        """Object ids of the nodes our script left in its world under that name."""
        array = await self._within(
            where.session.send("Runtime.evaluate", {"expression": f"globalThis.{name}", "contextId": context})
        )
        listed = await self._within(
            where.session.send(
                "Runtime.getProperties", {"objectId": array["result"]["objectId"], "ownProperties": True}
            )
        )
        return [one["value"]["objectId"] for one in listed["result"] if one["name"].isdigit()]

    async def _describe(self, where: DocumentFrame, object_id: str) -> dict[str, Any]:
        answer = await self._within(where.session.send("DOM.describeNode", {"objectId": object_id, "depth": 0}))
        return dict(answer["node"])

    async def _closed_roots(self, where: DocumentFrame, context: int) -> list[tuple[str, str]]:
        hosts = await self._handles(where, context, "xunchaSuspects")
        nodes = await asyncio.gather(*(self._describe(where, host) for host in hosts))
        pairs: list[tuple[str, str]] = []
        for host, node in zip(hosts, nodes, strict=True):
            for shadow in node.get("shadowRoots", ()):
                if shadow["shadowRootType"] == "closed":
                    found = await self._within(
                        where.session.send(
                            "DOM.resolveNode",
                            {"backendNodeId": shadow["backendNodeId"], "executionContextId": context},
                        )
                    )
                    pairs.append((host, found["object"]["objectId"]))
        if pairs:
            self.into.notes.add("closed_roots_read")
        return pairs

    def _take(self, answer: dict[str, Any], where: DocumentFrame, number: int) -> None:
        base = len(self.into.elements)
        for raw in answer["elements"]:
            one = make_element(raw, len(self.into.elements), base, where, number)
            owner = where.owner
            out = owner is not None and (owner.id in self.into.beyond or not _inside(one.box, owner.box))
            if out or raw.get("beyond"):
                self.into.beyond.add(one.id)
            self.into.elements.append(one)
        if where.owner is None or where.owner.seen or where.owner.unseen is Unseen.COVERED:
            self.into.texts.append(answer["text"])
        self.into.notes.update(answer["notes"])

    async def _children(self, answer: dict[str, Any], where: DocumentFrame, context: int, base: int) -> None:
        owners = await self._handles(where, context, "xunchaFrames")
        nodes = await asyncio.gather(*(self._describe(where, one) for one in owners))
        tree = await self._within(where.session.send("Page.getFrameTree"))
        local = _ids(tree["frameTree"])
        for index, node in zip(answer["frames"], nodes, strict=True):
            if index < 0:
                continue
            owner, raw = self.into.elements[base + index], answer["elements"][index]
            self.into.frames.append(Frame(owner.href, owner.selector, owner.box, read=False))
            number = len(self.into.frames)
            read, why, url = await self._child(where, owner, raw, node.get("frameId"), local, number)
            frame = self.into.frames[number - 1]
            self.into.frames[number - 1] = replace(frame, read=read, why=why, url=url or frame.url)

    async def _child(
        self, where: DocumentFrame, owner: Element, raw: dict[str, Any], id: str | None, local: set[str], number: int
    ) -> tuple[bool, str, str]:
        if number > self.limits.frames or where.depth >= self.limits.frame_depth:
            self.into.notes.add("frames_capped")
            return False, "limit", ""
        if not id or owner.unseen in (Unseen.DISPLAY_NONE, Unseen.ZERO_SIZE):
            return False, "not_shown", ""
        session = where.session if id in local else (await self._foreign()).get(id)
        if session is None:
            return False, "no_session", ""
        scale = float(raw.get("scale", 1.0))
        left, top, pad_x, pad_y = raw.get("origin", (0, 0, 0, 0))
        colour = owner.background
        inner = DocumentFrame(
            session,
            id,
            selector=owner.selector + INTO_FRAME,
            depth=where.depth + 1,
            x=owner.box.x + (left + pad_x) * scale,
            y=owner.box.y + (top + pad_y) * scale,
            scale=scale,
            background=(int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)) if colour else None,
            owner=owner,
            shell=where.chars < 200,
        )
        try:
            answer = await self._document(inner, number)
        except ReadTimeout:
            return False, "timeout", ""
        except (ReadFailed, PlaywrightError) as error:
            return False, str(error).splitlines()[0][:200] or "failed", ""
        return True, "", answer["url"]

    async def _foreign(self) -> dict[str, CDPSession]:
        """Sessions of the frames in other processes, by frame id."""
        async with self.foreign_lock:
            if self.foreign is None:
                self.foreign = {}
                for frame in self.page.frames[1 : self.limits.frames + 1]:
                    try:
                        session = await self.page.context.new_cdp_session(frame)
                    except PlaywrightError:
                        continue  # it is in its parent's process and has no session of its own
                    self.opened.append(session)
                    tree = await self._within(session.send("Page.getFrameTree"))
                    for frame_id in _ids(tree["frameTree"]):
                        self.foreign[frame_id] = session
            return self.foreign


def _inside(box: Box, frame: Box) -> bool:
    """Whether the middle of a box is within its frame as shown on the screen."""
    return frame.y <= box.y + box.h / 2 <= frame.y + frame.h


def _ids(tree: dict[str, Any]) -> set[str]:
    return {tree["frame"]["id"]}.union(*(_ids(child) for child in tree.get("childFrames", ())))
