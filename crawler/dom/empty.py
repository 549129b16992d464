"""A page that has opened wholly and holds nothing: evidence about the shop, told from one whose words never came."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from crawler.vocabulary import Unseen

if TYPE_CHECKING:
    from crawler.site import Element, Exchange, View

_DATA: dict[str, Any] = tomllib.loads(files("crawler.dom").joinpath("empty.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_OUT_OF_SIGHT = frozenset({Unseen.OFF_SCREEN, Unseen.CLIPPED, Unseen.COVERED, Unseen.TRANSPARENT})
DATA = frozenset({"xhr", "fetch"})  # kinds of exchanges that scripts ask for data by
_NEEDED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
_SHOWS = frozenset({"canvas", "object", "embed", "video", "iframe", "frame", "input", "textarea", "select", "progress"})
_SAYS: tuple[str, ...] = tuple(_DATA["answers"]["says"])
_WELL: tuple[str, ...] = tuple(_DATA["answers"]["well"])


def is_short(text: str) -> bool:
    """Whether a page's text is no more than a title."""
    return len("".join(text.split())) <= _LIMITS["chars"]


def is_empty(view: View, home: View, refusals: Collection[str], usual: Collection[str]) -> bool:
    """Whether a page with its exchanges opened wholly and holds nothing.

    All it asked for came, its scripts did not break off, and it is a page of the same shop as ``home``, which shows words: it uses a
    script or style of it and asked for data of its own, beside the ``usual``; a page without scripts has its title at least. ``refusals``
    are addresses of data whose answers say that something went wrong. What went wrong on the home page too is no sign: that shows its
    words all the same.
    """
    asked = {each.url for each in home.exchanges}
    if view.status != 200 or view.frames or not is_short(view.text) or any(map(_shows, view.elements)):
        return False
    if not all(_came(each) for each in view.exchanges if each.kind in _NEEDED) or set(refusals) - asked:
        return False
    noise = {_line(line) for line in home.console_errors}
    if any(_breaks(line) and _line(line) not in noise for line in view.console_errors):
        return False
    own = [each for each in view.exchanges if not each.third_party]
    if not any(each.kind in ("script", "xhr", "fetch") for each in view.exchanges):
        return bool(view.text.strip()) and any(each.kind == "document" and each.size for each in own)
    shared = any(each.kind in ("script", "stylesheet") and each.url in asked for each in own)
    return shared and any(each.kind in DATA and each.url not in usual for each in own)


def refuses(body: bytes) -> bool:
    """Whether an answer with data says that something went wrong: a word that is none of success, and no data beside it.

    An answer that is no JSON, or none of an object, says nothing of the kind. An object without a message is refused by ``success`` alone.
    """
    try:
        said: object = json.loads(body[: _LIMITS["answer"]])
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, Mapping):
        return False
    answer: dict[str, Any] = {str(key).lower(): value for key, value in said.items()}
    if answer.get("success") is False:
        return True
    words = [str(answer[key]).lower() for key in _SAYS if isinstance(answer.get(key), str) and answer[key].strip()]
    holds = any(value for value in answer.values() if isinstance(value, dict | list))
    return bool(words) and not holds and not any(well in word for word in words for well in _WELL)


def _came(each: Exchange) -> bool:
    return each.status is not None and each.status < 400 and not each.failed


def _shows(element: Element) -> bool:
    if (
        not element.seen
    ):  # words that we did not see; what is not drawn at all may be a label of a dialog that is closed
        hidden = len("".join(element.own.split()))
        return hidden > _LIMITS["label"] or bool(hidden and element.unseen in _OUT_OF_SIGHT)
    large = element.box.w >= _LIMITS["drawn"] and element.box.h >= _LIMITS["drawn"]
    return bool(
        element.tag in _SHOWS or element.input_type or (large and (element.image or element.tag in ("img", "svg")))
    )


def _breaks(line: str) -> bool:
    """Whether a console line is more than the browser's word on a request that failed, which the exchanges tell."""
    return not line.startswith("Failed to load resource")


def _line(line: str) -> str:
    return line.split("\n", 1)[0].strip()
