"""Entries whose label names what a check looks for and whose page nobody opened: while there is one, absence is not known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler import discover
from crawler.addressing import identity, openable, same_site
from crawler.site import Element, Fetch, Gap, Site, View
from crawler.stop import DEAD, DEAD_LINK
from crawler.vocabulary import FURTHER, LANDED, Device, FoundBy, GapReason, Role
from crawler.words import plain
from probes.pages.entry import Entry
from probes.pages.forms import sends_words
from probes.pages.opening import is_inferred
from probes.pages.sent_alike import sends_alike
from probes.pages.subject import BY_PLACE, subject_of
from probes.probe import Check
from probes.reading.policy import fold
from probes.reading.remember import per_line, per_view

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unopened.toml").read_text("utf-8"))
_SHARE: float = _DATA["limits"]["fetched_share"]
_NOT_WORDS: tuple[str, ...] = tuple(plain(word) for word in _DATA["not"]["words"])
_NOT_WHOLE: frozenset[str] = frozenset(plain(word) for word in _DATA["not"]["whole"])
_EMPTY: re.Pattern[str] = re.compile(_DATA["not"]["empty"])
_TRAPS: tuple[str, ...] = tuple(plain(word) for word in _DATA["not"]["traps"])
_SEARCHES: tuple[str, ...] = tuple(plain(word) for word in _DATA["not"]["searches"])
_NOT_CONTROLS: frozenset[str] = frozenset(_DATA["not"]["controls"])
_NOT_TAGS: frozenset[str] = frozenset(_DATA["not"]["tags"])
_ANSWERED = frozenset({GapReason.LOGIN, GapReason.APP_ONLY, GapReason.NOT_OFFERED})
_STEP = 30  # characters of a label that a view's path keeps
_HIDING = frozenset({
    GapReason.BLOCKED, GapReason.REGION, GapReason.MAINTENANCE, GapReason.TIMEOUT, GapReason.ROBOTS, GapReason.UNREACHABLE,
    GapReason.TRAP, GapReason.BUDGET, GapReason.CRASHED,
})  # fmt: skip
_PAGES = frozenset({LANDED, FURTHER})
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Surface:
    """One device in one look, with what was opened on that device in any look of the audit."""

    site: Site  # all looks of the device
    look: int
    elsewhere: frozenset[str] = frozenset()  # pages that were opened on another device and are the same on this one

    @classmethod
    def of(cls, whole: Site, device: Device, look: int) -> Surface:
        """That surface of a visit. What was opened in another look was opened in this audit, and so was what was opened on another
        device, where the shop sends the same documents to both."""
        views = tuple(view for view in whole.views if view.device is device)
        others = tuple(view for view in whole.views if view.device is not device)
        gaps = tuple(gap for gap in whole.gaps if gap.device is device)
        same = sends_alike(views, others)
        elsewhere = frozenset(key for view in others for key in _addresses(view)) if same else frozenset()
        return cls(replace(whole, views=views, gaps=gaps), look, elsewhere)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry that was seen in this look and not opened, one for each page or label, in the order of pages."""
        found: dict[str, Entry] = {}
        for view in self.site.views:
            if view.look == self.look:
                for entry in self._closed(view):
                    found.setdefault(f"{view.role} {_key(entry.url) if entry.url else entry.said[0]}", entry)
        return tuple(found.values())

    def _closed(self, view: View) -> Iterator[Entry]:
        known = {(each.frame, each.id): each for each in view.elements}
        around = _around_controls(view)
        for each in view.elements:
            if (
                not each.seen
                or not (each.href or each.clickable)
                or each.tag in _NOT_TAGS
                or each.role in _NOT_CONTROLS
            ):
                continue
            target = _target(view.url, each.href)
            if target is None or (target and (_key(target) in self._looked or _of_goods(target))):
                continue
            said = tuple(_untrapped(fold(one).lower()) for one in discover.spoken(each, discover.LONGEST) if one)
            if not said or any(map(_tells_nothing, said)):
                continue
            if not target and any(one.startswith(_SEARCHES) for one in said) and sends_words(each, known):
                continue
            if not target and (each.id in around or _names_its_page(view, each)):
                continue
            if not target and any(discover.bare(one) in self._opened_by_name for one in said):
                continue
            if not target and (any(one[:_STEP] in self._pressed for one in said) or any(map(self._dead, said))):
                continue
            yield Entry(view, each, said, target)

    @cached_property
    def _looked(self) -> frozenset[str]:
        """Pages that were opened, or tried and found to be none."""
        known = {key for view in self.site.views for key in _addresses(view)} | self.elsewhere
        known |= {_key(gap.url) for gap in self.site.gaps if gap.url and _answered(gap)}
        for fetch in self.site.fetches:
            if _settled(fetch, known):
                known.add(_key(fetch.asked))
        return frozenset(known)

    @cached_property
    def _pressed(self) -> frozenset[str]:
        """Labels of controls that brought up a view."""
        return frozenset(
            fold(step).lower()
            for view in self.site.views
            if view.found_by in (FoundBy.CLICK, FoundBy.MENU)
            for step in view.path
        )

    @cached_property
    def _opened_by_name(self) -> frozenset[str]:
        """Names of roles that led to a page of the role, whatever stands around them: a control that says just that leads there too."""
        steps = ((view.role, view.path[-1]) for view in self.site.views if view.path and view.role in discover.RULES)
        return frozenset(discover.bare(fold(step).lower()) for role, step in steps if discover.is_name(role, step))

    def _dead(self, said: str) -> bool:
        """Whether a control of that label was pressed and brought up nothing."""
        if said in self._vain:
            return True
        roles = (gap.role for gap in self.site.gaps if gap.detail in (DEAD.detail, DEAD_LINK.detail))
        return any(word in said for role in roles if role in discover.RULES for word in discover.RULES[role].words)

    @cached_property
    def _vain(self) -> frozenset[str]:
        """Labels of controls that were pressed in vain, as the crawler wrote them down (crawler/session/tried.py)."""
        failed = (fetch for fetch in self.site.fetches if fetch.purpose == "entry" and not fetch.url)
        return frozenset(
            fold(fetch.text).lower() for fetch in failed if fetch.error.startswith(f"{GapReason.CONTROL}:")
        )

    def naming(self, check: Check) -> Entry | None:
        """The first entry on any page that names the check's subject, or a page that it reads and nobody has opened.

        An entry of a role of which pages were opened counts only where these are too small a share of all that are linked.
        """
        subject = subject_of(check)
        missing = (role for role in subject.roles if role in discover.RULES and role not in self._known)
        wanted = (*missing, *subject.named)
        shared = tuple(role for role in subject.roles if role not in BY_PLACE)
        others: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.speaks(subject.never, anywhere=True):
                continue
            if entry.speaks(subject.words) or entry.tells(subject.topics) or any(map(entry.names, wanted)):
                return entry
            if any(map(entry.names, shared)):
                others.setdefault(_key(entry.url) or entry.said[0], entry)
        read = {_key(view.url) for view in self.site.views if view.role in shared}
        few = len(read) < _SHARE * (len(read) + len(others))
        return next(iter(others.values())) if others and few else None

    @cached_property
    def doubt(self) -> Gap | None:
        """A page of the shop that was hidden from us in this look, where these are too large a share of all its pages (criteria 0.3.5).

        What stood on them, entries too, is not known. A page of somebody else's is no page of the shop.
        """
        home = self.site.platform.url
        hidden = [
            gap
            for gap in self.site.gaps
            if gap.look == self.look
            and gap.state in _PAGES
            and _hides(gap)
            and (not gap.url or same_site(home, gap.url))
        ]
        seen = {_key(view.url) for view in self.site.views if view.look == self.look}
        return hidden[0] if len(seen) < _SHARE * (len(seen) + len(hidden)) else None

    @cached_property
    def _known(self) -> frozenset[Role]:
        """Roles of which a page was opened, or of which it is known why there is none to open."""
        tried = (gap.role for gap in self.site.gaps if not gap.reason.about_them)
        return frozenset((*(view.role for view in self.site.views), *tried))


@per_view
def _around_controls(view: View) -> frozenset[int]:
    """Elements, by id, that hold a link or control with words: a block that listens to presses is none itself where they are."""
    around: set[int] = set()
    for each in view.elements:
        if not each.seen or not (each.href or each.clickable) or not each.words.strip():
            continue
        above = each.parent
        while above is not None and 0 <= above < len(view.elements) and above not in around:
            around.add(above)
            above = view.elements[above].parent
    return frozenset(around)


def _names_its_page(view: View, each: Element) -> bool:
    """Whether it is the last step of a trail of links: a link without an address that says the page's own title."""
    return each.role == "link" and each.tag != "a" and plain(each.text or each.own) == plain(view.title)


@per_line
def _key(url: str) -> str:
    """One spelling for one page: addresses that differ in case, in www. or in a slash at the end alone are one."""
    return identity(url).rstrip("/").lower().replace("//www.", "//", 1) if url else ""


@per_line
def _tells_nothing(said: str) -> bool:
    """Whether a label is of a visitor's own pages or of goods, or says itself that nothing is behind it: 评价(0)."""
    return said in _NOT_WHOLE or _EMPTY.search(said) is not None or any(word in said for word in _NOT_WORDS)


def _addresses(view: View) -> Iterator[str]:
    """The addresses a page was opened by: the one asked for, those it was led on by, and the one it ended at."""
    end = _key(view.url)
    yield from (end, _key(view.asked))
    for exchange in view.exchanges:  # in the order of their requests
        if exchange.kind != "document" or _key(exchange.url) == end:
            return
        if exchange.status is not None and 300 <= exchange.status < 400:
            yield _key(exchange.url)


@per_line
def _target(here: str, href: str) -> str | None:
    """The address behind a link, "" where it must be pressed; None for what leads to no page of this shop."""
    if not href:
        return ""
    if not openable(href):
        return "" if href.lower().startswith(("javascript:", "#")) else None
    if _key(href) == _key(here):
        return "" if href.endswith("#") and not urlsplit(href).fragment else None
    return href if same_site(here, href) else None


@per_line
def _of_goods(url: str) -> bool:
    """Whether an address is a product's or a shelf's by its looks."""
    parts = urlsplit(url.lower())
    rest = f"{parts.path}?{parts.query}#{parts.fragment}"
    return discover.speaks_of_goods(url) or any(each.search(rest) for each in discover.RULES[Role.LIST].strong_urls)


def _answered(gap: Gap) -> bool:
    """Whether the shop itself said that there is no public page."""
    return gap.reason in _ANSWERED or (gap.reason is GapReason.ERROR_PAGE and not gap.detail.startswith("HTTP 5"))


def _hides(gap: Gap) -> bool:
    """Whether a page is there that we could not have; what a gap only infers from another page's is none of its own."""
    failed = gap.reason in _HIDING or (gap.reason is GapReason.ERROR_PAGE and gap.detail.startswith("HTTP 5"))
    return failed and not is_inferred(gap)


def _settled(fetch: Fetch, known: set[str]) -> bool:
    """Whether a light look found no page there, one that was opened anyhow, or a document that was read."""
    if fetch.status in _GONE or (fetch.purpose == "document" and fetch.body):
        return True
    return bool(fetch.url) and _key(fetch.url) != _key(fetch.asked) and _key(fetch.url) in known


def _untrapped(said: str) -> str:
    for trap in _TRAPS:
        said = said.replace(trap, "□")
    return said
