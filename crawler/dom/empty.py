"""Empty pages: fully loaded with nothing on them, which is evidence about the shop, unlike pages whose text never arrived."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
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
    little: Annotated[
        int, Setting("visible ones of what a press brought up: with no more, its data may be yet to come", "characters")
    ]
    drawn: Annotated[
        int,
        Setting(
            "of both sides from which on a picture or the like may be what the page is for; a way back is smaller",
            "CSS px",
        ),
    ]
    label: Annotated[int, Setting("of a label", "characters")]
    answer: Annotated[int, Setting("of an answer that are read", "bytes")]
    compared: Annotated[
        int, Setting("pages of a device that are compared with an address that the app cannot know, at most")
    ]


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
_LIMITS = LIMITS = _DATA.limits
TITLE_CHARS: int = _LIMITS.chars  # a text no longer than this is a title
_OUT_OF_SIGHT = frozenset({Unseen.OFF_SCREEN, Unseen.CLIPPED, Unseen.COVERED, Unseen.TRANSPARENT})
DATA = frozenset({"xhr", "fetch"})  # kinds of exchanges by which scripts request data
_NEEDED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
_SHOWS = frozenset({"canvas", "object", "embed", "video", "iframe", "frame", "input", "textarea", "select", "progress"})
_SAYS: tuple[str, ...] = tuple(_DATA.answers.says)
_WELL: tuple[str, ...] = tuple(_DATA.answers.well)
_TIMES = re.compile(r"(?<![0-9])[0-9]{10}(?:[0-9]{3})?(?![0-9])")


def is_short(text: str) -> bool:
    """Whether a page's text is no more than a title."""
    return len("".join(text.split())) <= TITLE_CHARS


def is_empty(view: View, home: View, refusals: Collection[str], usual: Collection[str]) -> bool:
    """Whether a page with its exchanges loaded completely and is empty.

    It opened wholly (``opened_bare``), and it belongs to the same shop as ``home``, which shows text: it uses one of the
    home page's scripts or styles and requested data of its own, beyond the ``usual``; a page without scripts has at least
    its title.
    """
    if not opened_bare(view, home, refusals):
        return False
    own = [exchange for exchange in view.exchanges if not exchange.third_party]
    if not any(exchange.kind in ("script", "xhr", "fetch") for exchange in view.exchanges):
        return bool(view.text.strip()) and any(exchange.kind == "document" and exchange.size for exchange in own)
    return _shares(view, home) and any(exchange.kind in DATA and exchange.url not in usual for exchange in own)


def find_usual_data(views: Iterable[View]) -> frozenset[str]:
    """The addresses of data that every one of these pages asked for; those whose requests were not kept aside."""
    asked = [find_asked_data(view) for view in views if view.exchanges]
    return frozenset.intersection(*asked) if asked else frozenset()


def find_asked_data(view: View) -> frozenset[str]:
    """The addresses of data that a page's scripts requested."""
    return frozenset(exchange.url for exchange in view.exchanges if exchange.kind in DATA)


def opened_bare(view: View, home: View, refusals: Collection[str]) -> bool:
    """Whether a page holds no more than a title although everything it requested arrived and its scripts did not fail.

    ``refusals`` are addresses of data whose answers report an error. What failed on the home page too is no sign: that
    page shows its text all the same.
    """
    asked = {exchange.url for exchange in home.exchanges}
    lacked = {_aside(exchange) for exchange in home.exchanges if not _came(exchange)} - {""}
    if view.status != 200 or view.frames or not is_short(view.text) or any(map(_shows, view.elements)):
        return False
    needed = (exchange for exchange in view.exchanges if exchange.kind in _NEEDED)
    if not all(_came(one) or _aside(one) in lacked for one in needed) or set(refusals) - asked:
        return False
    noise = {_line(line) for line in home.console_errors}
    return not any(breaks_off(line) and _line(line) not in noise for line in view.console_errors)


def is_unknown_route(view: View, nowhere: View, home: View) -> bool:
    """Whether an app answers a bare page's address as it answers one that it cannot know, ``nowhere``: by the same nothing.

    Both opened bare. It is an app by the script of ``home`` that draws it, and by requesting nothing at either address that it
    does not request at the other: a page of its own would ask for its part of the program, or for its data.
    """
    alike = (view.title, view.text.split(), _drawn(view)) == (nowhere.title, nowhere.text.split(), _drawn(nowhere))
    return alike and _shares(view, home, frozenset({"script"})) and _requested(view) == _requested(nowhere)


def _shares(view: View, home: View, kinds: frozenset[str] = frozenset({"script", "stylesheet"})) -> bool:
    """Whether the page uses a script, or a style where that will do, of the home page's own."""
    asked = {exchange.url for exchange in home.exchanges}
    return any(one.kind in kinds and one.url in asked and not one.third_party for one in view.exchanges)


def _drawn(view: View) -> tuple[tuple[str, str, str], ...]:
    return tuple((element.selector, element.own, element.image) for element in view.elements if element.seen)


def _requested(view: View) -> frozenset[tuple[str, str]]:
    """What the page asked for, the document aside; numbers that only tell the time do not count."""
    return frozenset(
        (exchange.kind, _TIMES.sub("", exchange.url))
        for exchange in view.exchanges
        if exchange.kind in _NEEDED - {"document"}
    )


def find_refusals(answers: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """The addresses of data whose answers report an error."""
    return tuple(url for url, body in answers if is_refusal(body))


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


def _aside(exchange: Exchange) -> str:
    """The address, without a query, of what carries no words of the shop: a style sheet, or a script of another site; else ""."""
    foreign = exchange.kind == "script" and exchange.third_party
    return exchange.url.partition("?")[0] if foreign or exchange.kind == "stylesheet" else ""


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


def breaks_off(line: str) -> bool:
    """Whether a console line is more than the browser's note on a failed request, which the exchanges show anyway."""
    return not line.startswith("Failed to load resource")


def _line(line: str) -> str:
    return line.split("\n", 1)[0].strip()
