"""A Site and its audit with everything masked: unchanged except for the masked characters.

Only fields that hold page text or addresses are masked. All others hold our own words (ids, roles, outcomes, digests,
reasons), which may equal a nickname: masking them would break the pack.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from crawler.record.network_record import Cookie, Exchange
from crawler.record.thoroughness import Thoroughness
from crawler.site import Element, Fetch, Frame, Gap, Past, Site, Timing, View
from probes.finding import Answer, Evidence, Finding, Text
from scoring.verdict import ItemVerdict
from storage.visits.audit import Audit
from xuncha.pack.mask.mask_headers import mask_header
from xuncha.pack.mask.mask_known import KnownValues

_WORDS = ("text", "own", "name", "pseudo", "ocr")
_PLACES = ("href", "image", "action", "selector", "classes", "opened_by")
_CUT = ("quote", "title", "zh", "en", "detail", "values", "path", "closed_layers", "dialogs", "error", *_WORDS)
_PIECES = frozenset(_CUT)  # may have been cut out of a text
# By type, the fields that hold page text or addresses. What people wrote is theirs.
TOLD: Mapping[type, Collection[str]] = {
    View: (
        "asked", "url", "title", "cookies", "storage_keys", "console_errors", "dialogs", "frames", "path", "closed_layers", "thoroughness",
    ),  # and what ``SiteMasker.view`` masks by itself
    Exchange: ("url", "initiator", "failed"),
    Cookie: ("name",),
    Frame: ("url", "selector"),
    Gap: ("detail", "url"),
    Fetch: ("asked", "url", "text", "error"),
    Timing: ("url", "error"),
    Past: ("values",),
    Finding: ("answer",),
    Answer: ("because", "evidence", "values", "question"),
    Text: ("zh", "en"),
    Evidence: ("url", "quote", "selector"),
    ItemVerdict: ("because", "question", "hint"),
    Thoroughness: ("notes",),
}  # fmt: skip
_PAST = frozenset({"url", "title", "stock"})  # values of an earlier visit (storage/visits/history.py)
# The same by part of the record: everything below such a name is page text.
RECORD: Mapping[str, Collection[str]] = {
    "traits": ("because", "url", "selector", "quote"),
    "items": ("because", "question", "hint"),
    "findings": ("because", "question", "values", "url", "selector", "quote"),
    "views": ("asked", "url", "title", "path", "closed_layers"),
    "gaps": ("detail", "url", "because"),
    "fetches": ("asked", "url", "error"),
    "timings": ("url", "error"),
}
_LONG = 400  # characters at which an element's text is cut (crawler/dom/read.toml): values beyond are not in it


class SiteMasker:
    """Masks one audit; ``count``: masked places in the pages' texts and sources."""

    def __init__(self, known: KnownValues) -> None:
        self.count = 0
        self._known = known
        self._piece = lru_cache(maxsize=1 << 16)(known.piece)

    def site(self, site: Site) -> Site:
        """The masked Site. Platform, hosts and environment hold no consumers' data and stay."""
        return dataclasses.replace(
            site,
            views=tuple(map(self.view, site.views)),
            gaps=self.thing(site.gaps),
            fetches=self.thing(site.fetches),
            timings=self.thing(site.timings),
            history=self.thing(site.history),
        )

    def audit(self, audit: Audit) -> Audit:
        """The masked audit: its findings and verdicts."""
        return dataclasses.replace(audit, findings=self.thing(audit.findings), verdicts=self.thing(audit.verdicts))

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The masked audit.json. Our own words, and those of the people who decided, stay."""
        return {name: self._plain(value, RECORD[name]) if name in RECORD else value for name, value in record.items()}

    def _plain(self, value: Any, told: Collection[str]) -> Any:
        """Plain data in which only what stands below one of these names is masked."""
        if isinstance(value, Mapping):
            return {
                key: (self.thing(inner, key) if key in told else self._plain(inner, told))
                for key, inner in value.items()
            }
        return [self._plain(inner, told) for inner in value] if isinstance(value, list | tuple) else value

    def view(self, view: View) -> View:
        """A masked view. Elements are only read where the page holds something to mask."""
        text, of_text = self._known.masked(view.text)
        html, of_html = self._known.masked(view.html)
        self.count += of_text + of_html
        said = "\x1f".join(getattr(element, name) for element in view.elements for name in (*_WORDS, *_PLACES))
        asked = "\x1f".join(
            part for exchange in view.exchanges for part in (exchange.url, exchange.initiator, exchange.failed)
        )
        touched = of_text or of_html or self._known.contains_known(said)
        return dataclasses.replace(
            view,
            text=text,
            html=html,
            elements=tuple(map(self.element, view.elements)) if touched else view.elements,
            exchanges=self.thing(view.exchanges) if self._known.contains_known(asked) else view.exchanges,
            headers={name: self._known.masked(mask_header(name, value))[0] for name, value in view.headers.items()},
            **{name: self.thing(getattr(view, name), name) for name in TOLD[View]},
        )

    def element(self, element: Element) -> Element:
        """An element with its text and addresses masked."""
        changed: dict[str, Any] = {}
        for name in _WORDS:
            old = getattr(element, name)
            if old and (new := self._piece(old)[0]) != old:
                changed[name] = new
        if self._known.contains_known("\x1f".join(getattr(element, name) for name in _PLACES)):
            changed |= {name: self._known.masked(getattr(element, name))[0] for name in _PLACES}
        return dataclasses.replace(element, **changed) if changed else element

    def thing(self, value: Any, name: str = "") -> Any:
        """A masked value of any type with page text; the same object where nothing changed.

        Raises KeyError for a dataclass that ``TOLD`` does not list.
        """
        if isinstance(value, str):
            return value if isinstance(value, Enum) or not value else self._said(value, name)
        if isinstance(value, tuple):
            new = tuple(self.thing(inner, name) for inner in value)
            return value if all(a is b for a, b in zip(new, value, strict=True)) else new
        if isinstance(value, list):
            return [self.thing(inner, name) for inner in value]
        if isinstance(value, Mapping):
            inner = dict.fromkeys(value, "values") if name == "values" else {key: key for key in value}
            return {key: self.thing(part, inner[key]) for key, part in value.items()}
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        changed: dict[str, Any] = {}
        for field in TOLD[type(value)]:
            old = getattr(value, field)
            said: Any = self._past(old) if isinstance(value, Past) else self.thing(old, field)
            if said is not old and said != old:
                changed[field] = said
        return dataclasses.replace(value, **changed) if changed else value

    def _past(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: self.thing(value, name) if name in _PAST else value for name, value in values.items()}

    def _said(self, words: str, name: str) -> str:
        said, _ = self._piece(words) if name in _PIECES else self._known.masked(words)
        return said


def find_elements_to_cover(before: View, after: View) -> Collection[Element]:
    """The elements to cover in a page's picture: those whose own text changed, else the innermost that contain it.

    A value in the page's text but in no element lies beyond the cut end of a long element.
    """
    if before.elements is after.elements and before.text == after.text:
        return ()
    pairs = [pair for pair in zip(before.elements, after.elements, strict=True) if pair[0].seen]
    own = {one.id for one, other in pairs if any(getattr(one, n) != getattr(other, n) for n in _WORDS[1:])}
    held = {one.id for one, other in pairs if one.text != other.text} | own
    if not held and before.text != after.text:
        held = {one.id for one, _ in pairs if len(one.text) >= _LONG}
        own = {one.id for one, _ in pairs if len(one.own) >= _LONG}
    outer = {one.parent for one, _ in pairs if one.id in held}
    return [one for one, _ in pairs if one.id in own or (one.id in held and one.id not in outer)]
