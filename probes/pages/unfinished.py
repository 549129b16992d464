"""Whether a page with few words is finished and short, or a shell whose words are still to come."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.site import Exchange, View
from crawler.vocabulary import EMPTY, Region, Unseen
from probes.finding import Text
from probes.reading.remember import per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unfinished.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_MEASURING: tuple[str, ...] = tuple(_DATA["measuring"]["hosts"])
_LIBRARIES: tuple[str, ...] = tuple(_DATA["libraries"]["hosts"])
_STATUSES: frozenset[int] = frozenset(_DATA["measuring"]["statuses"])
_ROOTS = tuple(re.compile(pattern, re.I) for pattern in _DATA["patterns"]["roots"])
_ERROR = re.compile(_DATA["patterns"]["error"])
_WORDS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _DATA["words"].items()}
_SIGNS: dict[str, Text] = {name: Text(**words) for name, words in _DATA["signs"].items()}
_KINDS = frozenset({"script", "xhr", "fetch"})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})
_OUT_OF_SIGHT = frozenset({Unseen.OFF_SCREEN, Unseen.CLIPPED, Unseen.COVERED, Unseen.TRANSPARENT})
_DRAWN = frozenset({"canvas", "object", "embed"})


@per_view
def sign(view: View) -> str:
    """The name of what shows that the page's words are still to come; "" where it is finished, however few they are.

    A page of ``short`` characters or more is finished unless its own part says nothing but that it is loading.
    """
    if _only_loading(view):
        return "loading"
    if view.thoroughness.chars >= _LIMITS["short"]:
        return ""
    came = is_empty(view)  # the crawler has weighed what did not come, and what broke off, against the home page
    found = {
        "requests": not came and any(_lost(each) for each in view.exchanges),
        "errors": not came and any(_ERROR.search(line) for line in view.console_errors),
        "root": any(root.search(view.html[: int(_LIMITS["html"])]) for root in _ROOTS),
        "error_text": _says(view.text, "error"),
        "skeleton": any(
            each.seen and not each.text and each.box.area >= _LIMITS["skeleton"] and _says(each.classes, "skeleton")
            for each in view.elements
        ),
        "out_of_sight": _out_of_sight(view) > _LIMITS["out_of_sight"],
        "drawn": any(
            each.seen
            and each.tag in _DRAWN
            and each.box.area >= _LIMITS["drawn"] * max(1, view.width * view.viewport_height)
            for each in view.elements
        ),
    }
    return next((name for name, there in found.items() if there), "")


def is_empty(view: View) -> bool:
    """Whether the page opened wholly and holds nothing, as the crawler found by looking twice (crawler/dom/empty.py)."""
    return EMPTY in view.thoroughness.notes


def words(view: View) -> Text:
    """Why the page is not taken for finished. Raises KeyError for one that is."""
    return _SIGNS[sign(view)]


def _lost(each: Exchange) -> bool:
    """Whether a script or data did not come that the words may wait for.

    What only measures visitors is no loss; nor is a library of the public stores: a page that needs it breaks off, which is a sign of
    its own, and one that does not has it from elsewhere.
    """
    if each.kind not in _KINDS or each.status in _STATUSES:
        return False
    came = each.status is not None and each.status < 400 and not each.failed
    spare = (*_MEASURING, *_LIBRARIES) if each.kind == "script" else _MEASURING
    return not came and not any(part in (urlsplit(each.url).hostname or "") for part in spare)


def _says(text: str, list_name: str) -> bool:
    said = text.lower()
    return any(word in said for word in _WORDS[list_name])


def own_length(view: View) -> int:
    """Characters that a page shows between its header and footer; of a record of few elements, all that it shows."""
    return len(_own(view))


@per_view
def _own(view: View) -> str:
    seen = [each for each in view.elements if each.seen and each.own]
    told = sum(len(each.own) for each in seen) * 2 >= len(
        view.text
    )  # else the record keeps too few elements to tell by
    own = "".join(each.own for each in seen if each.region not in _FRAME) if told else view.text
    return "".join(own.split())


def _only_loading(view: View) -> bool:
    """Whether all that stands between header and footer is a word for loading."""
    said = _own(view).lower()
    return 0 < len(said) <= _LIMITS["loading"] and any(word.replace(" ", "") in said for word in _WORDS["loading"])


def _out_of_sight(view: View) -> int:
    """Characters beyond the edge of something that scrolls, behind a layer or transparent: unread rather than not there."""
    return sum(len(each.own) for each in view.elements if not each.seen and each.unseen in _OUT_OF_SIGHT)
