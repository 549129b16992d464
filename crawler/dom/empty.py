"""Empty pages: fully loaded with nothing on them, which is evidence about the shop, unlike pages whose text never arrived."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting
from crawler.vocabulary import Unseen

if TYPE_CHECKING:
    from crawler.record.network_record import Exchange
    from crawler.site import Element, View


@dataclass(frozen=True, slots=True)
class EmptyLimits:
    """When a completely loaded page is empty."""

    chars: Annotated[int, Setting("visible ones: no more than the title in its bar", "characters")]
    drawn: Annotated[
        int,
        Setting(
            "of both sides from which on a picture or the like may be what the page is for; a way back is smaller",
            "CSS px",
        ),
    ]
    label: Annotated[int, Setting("of a label", "characters")]
    answer: Annotated[int, Setting("of an answer that are read", "bytes")]


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """When a response with data reports an error."""

    says: Annotated[tuple[str, ...], Setting("names under which an answer says how it went")]
    well: Annotated[tuple[str, ...], Setting("words by which it went well")]


@dataclass(frozen=True, slots=True)
class EmptySettings:
    """The file empty.toml."""

    limits: EmptyLimits
    answers: AnswerWords


FILE = SettingsFile("crawler.dom", "empty.toml", EmptySettings)
_DATA = FILE.load()
_LIMITS = _DATA.limits
TITLE_CHARS: int = _LIMITS.chars  # a text no longer than this is a title
_OUT_OF_SIGHT = frozenset({Unseen.OFF_SCREEN, Unseen.CLIPPED, Unseen.COVERED, Unseen.TRANSPARENT})
DATA = frozenset({"xhr", "fetch"})  # kinds of exchanges by which scripts request data
_NEEDED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
_SHOWS = frozenset({"canvas", "object", "embed", "video", "iframe", "frame", "input", "textarea", "select", "progress"})
_SAYS: tuple[str, ...] = tuple(_DATA.answers.says)
_WELL: tuple[str, ...] = tuple(_DATA.answers.well)


def is_short(text: str) -> bool:
    """Whether a page's text is no more than a title."""
    return len("".join(text.split())) <= TITLE_CHARS


def is_empty(view: View, home: View, refusals: Collection[str], usual: Collection[str]) -> bool:
    """Whether a page with its exchanges loaded completely and is empty.

    Everything it requested arrived, its scripts did not fail, and it belongs to the same shop as ``home``, which shows
    text: it uses one of the home page's scripts or styles and requested data of its own, beyond the ``usual``; a page
    without scripts has at least its title.
    ``refusals`` are addresses of data whose answers report an error. What failed on the home page too is no sign: that
    page shows its text all the same.
    """
    asked = {exchange.url for exchange in home.exchanges}
    if view.status != 200 or view.frames or not is_short(view.text) or any(map(_shows, view.elements)):
        return False
    if not all(_came(exchange) for exchange in view.exchanges if exchange.kind in _NEEDED) or set(refusals) - asked:
        return False
    noise = {_line(line) for line in home.console_errors}
    if any(_breaks(line) and _line(line) not in noise for line in view.console_errors):
        return False
    own = [exchange for exchange in view.exchanges if not exchange.third_party]
    if not any(exchange.kind in ("script", "xhr", "fetch") for exchange in view.exchanges):
        return bool(view.text.strip()) and any(exchange.kind == "document" and exchange.size for exchange in own)
    shared = any(exchange.kind in ("script", "stylesheet") and exchange.url in asked for exchange in own)
    return shared and any(exchange.kind in DATA and exchange.url not in usual for exchange in own)


def is_refusal(body: bytes) -> bool:
    """Whether an answer with data reports an error: a word that does not mean success, and no data beside it.

    An answer that is not JSON, or not an object, is no refusal. An object without a message is one only by ``success``.
    """
    try:
        said: object = json.loads(body[: _LIMITS.answer])
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


def _came(exchange: Exchange) -> bool:
    return exchange.status is not None and exchange.status < 400 and not exchange.failed


def _shows(element: Element) -> bool:
    if not element.seen:  # words that we failed to see; what is not drawn at all may be a label in a closed dialog
        hidden = len("".join(element.own.split()))
        return hidden > _LIMITS.label or bool(hidden and element.unseen in _OUT_OF_SIGHT)
    large = element.box.w >= _LIMITS.drawn and element.box.h >= _LIMITS.drawn
    return bool(
        element.tag in _SHOWS or element.input_type or (large and (element.image or element.tag in ("img", "svg")))
    )


def _breaks(line: str) -> bool:
    """Whether a console line is more than the browser's note on a failed request, which the exchanges show anyway."""
    return not line.startswith("Failed to load resource")


def _line(line: str) -> str:
    return line.split("\n", 1)[0].strip()
