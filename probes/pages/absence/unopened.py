"""Entries whose label names what a check looks for and whose page nobody opened: while there is one, absence is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from crawler.failure import DEAD, DEAD_LINK
from crawler.links import role_links
from crawler.links.link_around import blocks_around_controls
from crawler.links.order_rows import find_own_matters
from crawler.site import Element, Fetch, Gap, Site, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, same_site
from crawler.vocabulary import FURTHER, LANDED, Device, FoundBy, GapReason, Role
from probes.pages.absence import opening
from probes.pages.absence.only_names import only_names
from probes.pages.absence.opening import (
    asks_sellers,
    found_none,
    hides_page,
    leads_outside,
    list_led,
    list_pressed_to_login,
    lists_only_shops,
    opened_logins,
    shows_no_text,
)
from probes.pages.absence.sent_alike import list_names_elsewhere, list_opened_names, sends_alike
from probes.pages.absence.unread import enlarges_goods
from probes.pages.layout import idle_controls
from probes.pages.layout.entry import ShopEntry, may_name, read_labels
from probes.pages.layout.form_buttons import keeps_typed, sends_words
from probes.pages.layout.goods_pictures import shows_goods
from probes.pages.lists.arranged import arranges_goods
from probes.pages.lists.gone_documents import list_denied_names, was_pressed_to_none
from probes.pages.lists.goods_targets import hold_goods, leads_to_goods, learn_goods, looks_like_goods
from probes.pages.lists.vain_presses import list_pressed_in_vain, was_pressed_in_vain
from probes.pages.main.own_title import names_its_page
from probes.pages.main.subject import BY_PLACE, subject_of
from probes.pages.rules.unfolded import list_folded
from probes.pages.wire.addresses import list_addresses, spell_address
from probes.probe import Check
from probes.schema.unopened_table import UNOPENED
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_object_and
from probes.text.shown import list_seen
from probes.text.silence import speaks_of

_DATA = UNOPENED.load()
_SHARE: float = _DATA.limits.fetched_share
_FEWEST: int = _DATA.limits.fewest_hidden
_REVIEWS = re.compile(_DATA.not_.reviews)
_ON_ITS_PAGE = re.compile(f"{_DATA.not_.shares}|{_DATA.not_.writes}")
_SEARCHES: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.not_.searches)
_CHAT, _OPENS_CHAT = (frozenset(map(plain_words, words)) for words in (_DATA.not_.chat, _DATA.not_.opens_chat))
_TOLD_IN_CHAT: frozenset[str] = frozenset(_DATA.not_.told_in_chat)
_NOT_CONTROLS, _NOT_TAGS = frozenset(_DATA.not_.controls), frozenset(_DATA.not_.tags)
_ANSWERED = frozenset({GapReason.LOGIN, GapReason.APP_ONLY, GapReason.NOT_OFFERED})
_STEP = 30  # characters of a label that a view's path keeps
_PAGES = frozenset({LANDED, FURTHER})
_PAPERS = frozenset({Role.AGREEMENT, Role.PRIVACY})  # one page each, which states it all


@dataclass(frozen=True)
class Surface:
    """One device in one look, with what was opened on that device in any look of the audit."""

    site: Site  # all looks of the device
    look: int
    elsewhere: frozenset[str] = frozenset()  # pages that were opened on another device and are the same on this one
    names: frozenset[str] = frozenset()  # names by which another device found pages that were opened on this one

    @classmethod
    def of(cls, whole: Site, device: Device, look: int) -> Surface:
        """The surface of a visit for that device and look.

        Pages opened in another look count as opened, as do another device's where the shop sends both the same documents.
        """
        views = tuple(view for view in whole.views if view.device is device)
        others = tuple(view for view in whole.views if view.device is not device)
        gaps = tuple(gap for gap in whole.gaps if gap.device is device)
        same = sends_alike(views, others)
        elsewhere = frozenset(key for view in others for key in list_addresses(view)) if same else frozenset()
        return cls(replace(whole, views=views, gaps=gaps), look, elsewhere, list_names_elsewhere(views, others))

    @cached_property
    def entries(self) -> tuple[ShopEntry, ...]:
        """Every entry that was seen in this look and not opened, one for each page or label, in the order of pages."""
        found: dict[str, ShopEntry] = {}
        for view in self.site.views:
            if view.look == self.look and view.role is not Role.ERROR:  # its own words are no place of the shop
                for entry in self._closed(view):
                    found.setdefault(f"{view.role} {spell_address(entry.url) if entry.url else entry.said[0]}", entry)
        return tuple(found.values())

    def _closed(self, view: View) -> Iterator[ShopEntry]:
        known = {(element.frame, element.id): element for element in view.elements}
        around = blocks_around_controls(view) | find_own_matters(view)
        for element in list_seen(view.elements):
            if not (element.href or element.clickable) or _is_no_entry(view, element):
                continue
            target = _target(view.url, element.href)
            if target is None or (target and (spell_address(target) in self._looked or looks_like_goods(target))):
                continue
            if not target and element.id in list_folded(view.elements):
                continue  # what it unfolds was read
            said = read_labels(element)
            leads = target and leads_to_goods(learn_goods(self.site), view, target, said)
            if not said or leads or shows_no_text(view.role, target, said):
                continue
            if not target and any(one.startswith(_SEARCHES) for one in said) and sends_words(element, known):
                continue
            if not target and (
                idle_controls.turns_or_chooses(said)
                or leads_outside(said)
                or idle_controls.shows_its_page(view, element, said)
                or keeps_typed(view, element, said)
            ):
                continue
            if not target and (element.id in around or names_its_page(view, element)):
                continue
            if not target and idle_controls.is_about_goods(view, element, self._holds_goods):
                continue
            if not target and any(was_pressed_to_none(self.site, view, element, one) for one in said):
                continue
            known_name = any(role_links.bare_label(one) in self._opened_by_name for one in said)
            if not target and (known_name or any(self._answered(view, element, one) for one in said)):
                continue
            led = [] if target else [url for one in said for url in self._led.get(one, ())]
            unseen = [url for url in led if not self._shows_nothing_new(view, url)]
            if not led or unseen:
                yield ShopEntry(view, element, said, target or next(iter(unseen), ""))

    @per_object_and
    def _holds_goods(self, url: str) -> bool:
        """Whether an address is one of goods or of a list of them, in this shop or in any."""
        return hold_goods(learn_goods(self.site), url) or looks_like_goods(url)

    @cached_property
    def _looked(self) -> frozenset[str]:
        """Addresses of pages that were opened, or were tried and turned out not to exist."""
        known = {key for view in self.site.views for key in list_addresses(view)} | self.elsewhere
        known |= set(map(spell_address, opening.list_homes(self.site)))
        known |= {spell_address(gap.url) for gap in self.site.gaps if gap.url and _answered(gap)}
        for fetch in self.site.fetches:
            if _settled(fetch, known) or fetch.url in opening.list_led_home(self.site):
                known.add(spell_address(fetch.asked))
        return frozenset(known)

    def is_walled(self, entry: ShopEntry) -> bool:
        """Whether that entry was opened and led to a login: what is behind it was seen to be not public."""
        if not entry.url:
            return not list_pressed_to_login(self.site).isdisjoint(entry.said)
        return any(spell_address(fetch.asked) == spell_address(entry.url) for fetch in opened_logins(self.site))

    @cached_property
    def _pressed(self) -> frozenset[str]:
        """Labels of controls that brought up a view."""
        return frozenset(
            fold_text(step).lower()
            for view in self.site.views
            if view.found_by in (FoundBy.CLICK, FoundBy.MENU)
            for step in view.path
        )

    def _answered(self, view: View, element: Element, said: str) -> bool:
        """Whether it is known what pressing the control does, from it or from one that is the same by its label."""
        vain = was_pressed_in_vain(self.site, view, element, said)
        return vain or self._was_pressed(said) or self._bears_dead_word(said)

    @per_object_and
    def _was_pressed(self, said: str) -> bool:
        """Whether a control so labelled was pressed: by that label, or by a title long enough to be known that it begins with."""
        titles = tuple(step for step in self._pressed if len(step) >= _DATA.limits.title)
        return said[:_STEP] in self._pressed or said.startswith(titles)

    @cached_property
    def _opened_by_name(self) -> frozenset[str]:
        return list_opened_names(self.site.views) | self.names | list_denied_names(self.site)

    @per_object_and
    def _bears_dead_word(self, said: str) -> bool:
        """Whether a control has the word of a role of which the shop's own entry was pressed and nothing came up."""
        vain = list_pressed_in_vain(self.site)
        roles = (gap.role for gap in self.site.gaps if gap.detail in (DEAD.detail, DEAD_LINK.detail))
        words = (word for role in roles if role in role_links.RULES for word in role_links.RULES[role].words)
        return any(word in said and (not vain or any(word in one for one in vain)) for word in words)

    def _shows_nothing_new(self, view: View, url: str) -> bool:
        """Whether an address that a press led to is that of a page that was opened, of goods, or of no page of the shop."""
        return spell_address(url) in self._looked or looks_like_goods(url) or not same_site(view.url, url)

    @cached_property
    def _led(self) -> Mapping[str, tuple[str, ...]]:
        return {fold_text(said).lower(): urls for said, urls in list_led(self.site).items()}

    @cached_property
    def _labels(self) -> str:
        """All labels of the entries, one a line: what none of them holds need not be looked for in each."""
        return "\n".join(said for entry in self.entries for said in entry.said)

    def naming(self, check: Check) -> ShopEntry | None:
        """The first entry on any page that names the check's subject, or a page that it reads and nobody has opened.

        Where some pages of a role were opened, its other entries count only if too small a share of all linked pages
        was opened. One that led to a login was opened too.
        """
        subject, labels = subject_of(check), self._labels
        never, words = (said if speaks_of(labels, said) else () for said in (subject.never, subject.words))
        topics = tuple(word for word in subject.topics if word in labels)
        known = self._known - {Role.SELLER} if asks_sellers(check) and lists_only_shops(self.site) else self._known
        missing = (role for role in subject.roles if role in role_links.RULES and role not in known)
        wanted = tuple(role for role in (*missing, *subject.named) if may_name(labels, role))
        shared = tuple(role for role in subject.roles if role not in BY_PLACE)
        alike = tuple(role for role in shared if may_name(labels, role))
        others: dict[str, ShopEntry] = {}
        for entry in self.entries if words or topics or wanted or alike else ():
            if entry.speaks(never, anywhere=True):
                continue
            if (not entry.url and _only_talks(check, entry)) or (check.stated and _shows_reviews(entry)):
                continue
            if entry.speaks(words) or entry.tells(topics) or any(map(entry.names, wanted)):
                return entry
            if any(map(entry.names, alike)) and not self.is_walled(entry):
                others.setdefault(spell_address(entry.url) or entry.said[0], entry)
        read = {spell_address(view.url) for view in self.site.views if view.role in shared}
        few = len(read) < _SHARE * (len(read) + len(others))
        return next(iter(others.values())) if others and few else None

    @cached_property
    def doubt(self) -> Gap | None:
        """A gap for a page of the shop hidden in this look, if too large a share of its pages was (criteria 0.3.5); else None.

        What such pages held, entries included, is not known. Pages of other sites do not count, and one page alone is no
        share: its own role is left open, and no other.
        """
        hidden = [
            gap
            for gap in self.site.gaps
            if gap.look == self.look
            and gap.state in _PAGES
            and hides_page(gap)
            and (not gap.url or same_site(self.site.platform.url, gap.url))
        ]
        seen = {spell_address(view.url) for view in self.site.views if view.look == self.look}
        many = len(hidden) >= _FEWEST and len(seen) < _SHARE * (len(seen) + len(hidden))
        return hidden[0] if many else None

    @cached_property
    def _known(self) -> frozenset[Role]:
        """Roles of which a page was opened, of a paper one that says anything, or of which we know why there is none to open."""
        bare = only_names(self.site)
        opened = (view.role for view in self.site.views if view.role not in _PAPERS or view.id not in bare)
        return frozenset((*opened, *(gap.role for gap in self.site.gaps if not gap.reason.about_them)))


def _only_talks(check: Check, entry: ShopEntry) -> bool:
    """Whether somebody to talk to is behind a control, who is no text and no other entry: what the check asks is not told there."""
    chats = check.stated and _CHAT.issuperset(entry.said)
    return chats or (check.id not in _TOLD_IN_CHAT and _OPENS_CHAT.issuperset(entry.said))


def _shows_reviews(entry: ShopEntry) -> bool:
    """Whether what buyers said is behind an entry, by the number of reviews that it tells or, on its own page, their share or a form."""
    return all(_REVIEWS.search(said) or (not entry.url and _ON_ITS_PAGE.search(said)) for said in entry.said)


def _is_no_entry(view: View, element: Element) -> bool:
    known = element.tag in _NOT_TAGS or element.role in _NOT_CONTROLS or "javascript:history." in element.href.lower()
    return known or shows_goods(view, element) or enlarges_goods(view, element) or arranges_goods(view, element.href)


@per_line
def _target(here: str, href: str) -> str | None:
    """The address behind a link; "" where it must be pressed, None for what leads to no page of this shop."""
    if not href:
        return ""
    if not is_openable(href):
        return "" if href.lower().startswith(("javascript:", "#")) else None
    if spell_address(href) == spell_address(here):
        return "" if href.endswith("#") and not urlsplit(href).fragment else None
    return href if same_site(here, href) else None


def _answered(gap: Gap) -> bool:
    """Whether the shop itself said that there is no public page."""
    return gap.reason in _ANSWERED or (gap.reason is GapReason.ERROR_PAGE and not gap.detail.startswith("HTTP 5"))


def _settled(fetch: Fetch, known: set[str]) -> bool:
    """Whether a light look found no page there, a page that was opened anyway, or a document that was read."""
    if found_none(fetch) or (fetch.purpose == "document" and fetch.body):
        return True
    return (
        bool(fetch.url) and spell_address(fetch.url) != spell_address(fetch.asked) and spell_address(fetch.url) in known
    )
