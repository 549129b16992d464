"""Whether one can chat with a shop's service: by something on the page, not by words that mention a chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from crawler.site import Element, Site, View
from crawler.urls import is_openable, url_pattern
from crawler.vocabulary import FoundBy, Region, Role
from probes.pages.absence.opening import opened_nothing, says_one_of
from probes.pages.layout.forms import find_fields
from probes.pages.layout.measure import is_pressable
from probes.pages.main.linked import Unreached, linked_view
from probes.pages.rules.policy import pattern
from probes.pages.service.leading import is_in_nowhere
from probes.pages.service.service_entries import OPENED, service_vendor
from probes.schema.reading_table import Whole, Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import plain_text
from probes.text.remember import per_drawn


@dataclass(frozen=True, slots=True)
class ChatTable:
    """The file chat.toml."""

    words: Words[Literal["write", "window"]]
    limits: Whole[Literal["label", "told", "window"]]


FILE = SharedTable("probes.pages.service", "chat.toml", ChatTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WRITES = pattern(tuple(_DATA.words["write"]))
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


class ChatTarget(StrEnum):
    """What is known about what a chat entry opens."""

    CHAT = "chat"  # one can write there, or it was never opened and nothing says otherwise
    NONE = "none"  # it was opened and one cannot write; or a link to nowhere with no known effect
    HIDDEN = "hidden"  # its page was hidden from us


@per_drawn
def can_write(view: View) -> bool:
    """Whether the page has a field for a message, a chat window, or the script of a chat service."""
    if service_vendor(view):
        return True
    return any(
        field.tag == "textarea" or field.role == "textbox" or _WRITES.search(plain_text(field.name)) is not None
        for field in find_fields(view)
    )


def look_behind(site: Site, view: View, element: Element) -> ChatTarget:
    """What the entry on that page opens: the page of a link, or what came up when a control was clicked."""
    nowhere = is_in_nowhere(view, element)
    if is_openable(element.href) and not nowhere:
        return _linked(site, element.href)
    for view in site.all(Role.HOME, OPENED):
        if view.path and plain_text(view.path[-1]) in _said(element):
            before = next(iter(site.all(Role.HOME)), None)
            return ChatTarget.CHAT if before is None or _came_up(before, view) else ChatTarget.NONE
    for page in site.all(Role.SERVICE):
        if page.found_by is FoundBy.CLICK and page.path and plain_text(page.path[-1]) in _said(element):
            return ChatTarget.CHAT if can_write(page) or _offers_window(page) else ChatTarget.NONE
    if says_one_of(element, opened_nothing(site, Role.SERVICE)):
        return ChatTarget.NONE
    return ChatTarget.CHAT if not nowhere or service_vendor(view) else ChatTarget.NONE


def _said(element: Element) -> frozenset[str]:
    """An element's words, each part spelt as in the record of clicks."""
    parts = (element.text, element.own, element.name, element.pseudo, element.ocr)
    return frozenset(plain_text(" ".join(part.split())[: _LIMITS["told"]]) for part in parts if part)


def _linked(site: Site, address: str) -> ChatTarget:
    """What the page at that address is. A page that was not opened counts as a chat, unless it may be one hidden from us."""
    page = linked_view(site, address)
    if isinstance(page, View):
        return ChatTarget.CHAT if can_write(page) or _offers_window(page) else ChatTarget.NONE
    return {Unreached.NEVER: ChatTarget.CHAT, Unreached.HIDDEN: ChatTarget.HIDDEN, Unreached.GONE: ChatTarget.NONE}[
        page
    ]


def _offers_window(page: View) -> bool:
    """Whether the page itself, not its frame, has a control other than a link that says it opens a chat."""
    words = pattern(tuple(_DATA.words["window"]))
    return any(
        element.seen
        and element.region not in _AROUND
        and not is_openable(element.href)
        and is_pressable(element)
        and len(label := plain_text(element.text or element.own or element.name)) <= _LIMITS["label"]
        and words.search(label) is not None
        for element in page.elements
    )


def _came_up(before: View, after: View) -> bool:
    """Whether clicking brought up something to write in, a large new frame, a chat service's script, or a page that offers a chat."""
    if url_pattern(after.url) != url_pattern(before.url):
        return can_write(after) or _offers_window(after)
    known = {field.selector for field in find_fields(before)}
    frames = {frame.url for frame in before.frames}
    return (
        any(field.selector not in known for field in find_fields(after))
        or any(frame.url not in frames and frame.box.area > _LIMITS["window"] for frame in after.frames)
        or bool(service_vendor(after))
    )
