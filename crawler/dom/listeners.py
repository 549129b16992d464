"""Find what a page listens for clicks on where its markup does not say so: framework buttons, cards and tabs are plain boxes.

The browser is asked once for all listeners of a document; the boxes with one are passed to our isolated world, where
the page's scripts can neither see nor alter what is done with them. A listener is only a hint that a box can be
clicked.
"""

from __future__ import annotations

import asyncio

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from crawler.dom.read_settings import ReadLimits

GROUP = "xuncha-listeners"
HEARD = "function () { globalThis.xunchaHeard = new WeakSet(arguments); }"


async def mark_listeners(session: CDPSession, context: int, limits: ReadLimits) -> None:
    """Put the nodes with a click listener into that world's ``xunchaHeard``; if there are too many, the first ones.

    ``limits`` are those of read.toml: ``listened`` kinds of events, ``listeners`` nodes at most.
    """
    try:
        nodes = await _listening(session, context, frozenset(limits.listened))
        if nodes:
            await _mark(session, context, nodes[: limits.listeners])
    except PlaywrightError:
        return  # it navigates, or this browser cannot tell: only the markup counts then


async def _listening(session: CDPSession, context: int, kinds: frozenset[str]) -> list[int]:
    """Backend ids of the nodes with such a listener, in document order as the browser gives it.

    Listeners are listed for the world that holds the document: the page's own. No script of the page runs for this.
    """
    ours = await session.send(
        "Runtime.evaluate", {"expression": "document", "contextId": context, "objectGroup": GROUP}
    )
    try:
        node = await session.send("DOM.describeNode", {"objectId": ours["result"]["objectId"], "depth": 0})
        # Of a document in no group of objects the browser tells the listeners alone, else each with its two functions: where
        # a script puts one on every picture that is to come, these are four fifths of some megabytes a reading.
        theirs = await session.send("DOM.resolveNode", {"backendNodeId": node["node"]["backendNodeId"]})
        document = theirs["object"]["objectId"]
        try:
            heard = await session.send("DOMDebugger.getEventListeners", {"objectId": document, "depth": -1})
        finally:
            await session.send("Runtime.releaseObject", {"objectId": document})
    finally:
        await session.send("Runtime.releaseObjectGroup", {"objectGroup": GROUP})
    found = (one.get("backendNodeId") for one in heard["listeners"] if one["type"] in kinds)
    return list(dict.fromkeys(node for node in found if node))


async def _mark(session: CDPSession, context: int, nodes: list[int]) -> None:
    resolved = await asyncio.gather(
        *(
            session.send(
                "DOM.resolveNode", {"backendNodeId": node, "executionContextId": context, "objectGroup": GROUP}
            )
            for node in nodes
        ),
        return_exceptions=True,
    )
    objects = [one["object"]["objectId"] for one in resolved if isinstance(one, dict)]  # the others have gone meanwhile
    try:
        await session.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": HEARD,
                "executionContextId": context,
                "arguments": [{"objectId": one} for one in objects],
            },
        )
    finally:
        await session.send("Runtime.releaseObjectGroup", {"objectGroup": GROUP})
