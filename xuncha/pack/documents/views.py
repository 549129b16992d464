"""views/: the text, elements and boxes of every page, for checking quotes and boxes of the evidence, and its source.

``views/<id>.json``, canonical: ``{"schema": "xuncha-view/1", "id", "role", "state", "device", "look", "asked", "url", "status", "at",
"title", "width", "height", "viewport_height", "text", "html": {"file", "sha256"}, "screenshot": {"file", "sha256", "original", "width",
"height", "scale"} | null, "elements": [{"selector", "tag", "box": [x, y, w, h], "text", "name", "pseudo", "ocr", "seen",
"href", "image", "action"}, …]}``, the last three whole addresses, which sources often give in part and evidence quotes.
Boxes and page sizes are CSS px of the whole page, the picture's size is px, ``scale`` px per CSS px.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from crawler.dom.screenshot import PictureFailed, open_picture
from crawler.site import Element, View
from xuncha.pack.parts import PackFacts, PackPart

FOLDER = "views"
SCHEMA = "xuncha-view/1"
# Short enough for a file name, and not a name reserved by some system.
_SAFE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[a-z0-9][a-z0-9_-]{0,60}", re.IGNORECASE)


def make_view_files(facts: PackFacts) -> Iterator[PackPart]:
    """Two files a view, one view in memory at a time. Raises ValueError for an id that is not a safe name (our bug)."""
    for view in facts.site.views:
        if not _SAFE.fullmatch(view.id):
            raise ValueError(f"the view id {view.id!r} is no safe name")
        html = PackPart(f"{FOLDER}/{view.id}.html.txt", view.html.encode("utf-8", "replace"))
        yield html
        told = _told(view, html, _picture(facts, view))
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
        yield PackPart(f"{FOLDER}/{view.id}.json", f"{text}\n".encode("ascii"))


def _told(view: View, html: PackPart, picture: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": view.id,
        "role": str(view.role),
        "state": view.state,
        "device": str(view.device),
        "look": view.look,
        "asked": view.asked,
        "url": view.url,
        "status": view.status,
        "at": view.at.astimezone(UTC).isoformat(),
        "title": view.title,
        "width": view.width,
        "height": view.height,
        "viewport_height": view.viewport_height,
        "text": view.text,
        "html": {"file": html.name, "sha256": hashlib.sha256(html.data).hexdigest()},
        "screenshot": picture,
        "elements": [_element(element) for element in view.elements],
    }


def _element(element: Element) -> dict[str, Any]:
    box = element.box
    return {
        "selector": element.selector,
        "tag": element.tag,
        "box": [box.x, box.y, box.w, box.h],
        "text": element.text or element.own,
        "name": element.name,
        "pseudo": element.pseudo,
        "ocr": element.ocr,
        "seen": element.seen,
        "href": element.href,
        "image": element.image,
        "action": element.action,
    }


def _picture(facts: PackFacts, view: View) -> dict[str, Any] | None:
    """The full-page picture as it is in the pack, from its header; None where it is no longer kept.

    ``original`` is its SHA-256 in audit.json and the evidence; its bytes differ where something in it was masked.
    """
    data = facts.blob(view.screenshot) if view.screenshot else None
    if data is None:
        return None
    try:
        with open_picture(data) as image:
            width, height = image.size
    except PictureFailed:  # damaged: the file is in the pack, and shows nothing
        width = height = 0
    return {
        "file": f"screenshots/{view.id}.jpg",
        "sha256": hashlib.sha256(data).hexdigest(),
        "original": view.screenshot,
        "width": width,
        "height": height,
        "scale": view.screenshot_scale,
    }
