"""A Site and what was judged of it with everything masked: equal but for the characters that were taken out."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from crawler.site import Element, Site, View
from scoring.decision import Decision, FlagDecision, LineDecision
from storage.audits import Audit
from xuncha.pack.mask_headers import header
from xuncha.pack.mask_known import Known

_THEIRS = (Decision, LineDecision, FlagDecision)  # what persons wrote is theirs
_WORDS = ("text", "own", "name", "pseudo", "ocr")
_PLACES = ("href", "image", "action", "selector", "classes", "opened_by")
_PIECES = frozenset({"quote", *_WORDS})  # may have been cut out of a text
# Of the record: what persons wrote, and tables of ours.
_APART = frozenset(
    {"decisions", "flag_decisions", "documents", "by", "agreement", "standard", "thresholds", "presets", "target"}
)
_LONG = 400  # characters of an element's text at most (crawler/read.toml): more are not there to be met


class Veil:
    """Masks one audit's things; ``count`` is in how many places of the pages' texts and sources."""

    def __init__(self, known: Known) -> None:
        self.count = 0
        self._known = known
        self._piece = lru_cache(maxsize=1 << 16)(known.piece)

    def site(self, site: Site) -> Site:
        """Platform, hosts and environment are no consumers' and stay."""
        return dataclasses.replace(
            site,
            views=tuple(map(self.view, site.views)),
            gaps=self.thing(site.gaps),
            fetches=self.thing(site.fetches),
            timings=self.thing(site.timings),
            history=self.thing(site.history),
        )

    def audit(self, audit: Audit) -> Audit:
        return dataclasses.replace(audit, findings=self.thing(audit.findings), verdicts=self.thing(audit.verdicts))

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """audit.json, but for what persons wrote."""
        return {name: each if name in _APART else self._plain(each, name) for name, each in record.items()}

    def _plain(self, value: Any, name: str) -> Any:
        if isinstance(value, str):
            return self._said(value, name)
        if isinstance(value, Mapping):
            return {key: each if key in _APART else self._plain(each, key) for key, each in value.items()}
        return [self._plain(each, name) for each in value] if isinstance(value, list | tuple) else value

    def view(self, view: View) -> View:
        """Elements are looked at only where the page holds something that is masked."""
        text, of_text = self._known.masked(view.text)
        html, of_html = self._known.masked(view.html)
        self.count += of_text + of_html
        said = "\x1f".join(getattr(each, name) for each in view.elements for name in (*_WORDS, *_PLACES))
        asked = "\x1f".join(part for each in view.exchanges for part in (each.url, each.initiator, each.failed))
        touched = of_text or of_html or self._known.touches(said)
        rest = {
            each.name: self.thing(getattr(view, each.name), each.name)
            for each in dataclasses.fields(view)
            if each.name not in ("text", "html", "elements", "exchanges", "headers", "by")
        }
        return View(
            text=text,
            html=html,
            elements=tuple(map(self.element, view.elements)) if touched else view.elements,
            exchanges=self.thing(view.exchanges) if self._known.touches(asked) else view.exchanges,
            headers={name: self._known.masked(header(name, value))[0] for name, value in view.headers.items()},
            by=view.by,
            **rest,
        )

    def element(self, element: Element) -> Element:
        """Its words and addresses."""
        changed: dict[str, Any] = {}
        for name in _WORDS:
            old = getattr(element, name)
            if old and (new := self._piece(old)[0]) != old:
                changed[name] = new
        if self._known.touches("\x1f".join(getattr(element, name) for name in _PLACES)):
            changed |= {name: self._known.masked(getattr(element, name))[0] for name in _PLACES}
        return dataclasses.replace(element, **changed) if changed else element

    def thing(self, value: Any, name: str = "") -> Any:
        """Any value of a record, of the same type; the same object where nothing changed."""
        if isinstance(value, str):
            return value if isinstance(value, Enum) or not value else self._said(value, name)
        if isinstance(value, tuple):
            new = tuple(self.thing(each, name) for each in value)
            return value if all(a is b for a, b in zip(new, value, strict=True)) else new
        if isinstance(value, Mapping):
            return {key: self.thing(each, key) for key, each in value.items()}
        if not dataclasses.is_dataclass(value) or isinstance(value, (type, *_THEIRS)):
            return value
        changed = {}
        for each in dataclasses.fields(value):
            old = getattr(value, each.name)
            if old.__class__ in _STILL:
                continue
            new = self.thing(old, each.name)
            if new is not old and new != old:
                changed[each.name] = new
        return dataclasses.replace(value, **changed) if changed else value

    def _said(self, words: str, name: str) -> str:
        said, _ = self._piece(words) if name in _PIECES else self._known.masked(words)
        return said


_STILL = frozenset({int, float, bool, type(None)})


def hidden_elements(before: View, after: View) -> Collection[Element]:
    """The elements to be covered in the page's picture: those whose own words changed, else the innermost that hold them.

    Where only the page's text shows a value that no element does, it lies behind the end of a long one.
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
