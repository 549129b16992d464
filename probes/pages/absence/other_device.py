"""Answers measured on a substitute for a page that this device did not reach, though another device did."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from crawler.failure import DEAD
from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, Role
from probes.finding import NOT_KNOWN, Answer, Outcome, Text, not_seen
from probes.pages.absence import absence
from probes.pages.absence.opening import found_none
from probes.pages.absence.sent_alike import sends_alike
from probes.pages.absence.several import MEMBERS_ONLY, find_shelf, searched_views
from probes.probe import Need
from probes.schema.absence_table import ABSENCE
from probes.text.remember import per_line, per_site, per_view

_QUOTED: int = ABSENCE.load().limits.quoted
_ALIKE: int = ABSENCE.load().limits.alike
_NUMBER = re.compile(r"\d+")


def measured_in_its_place(answer: Answer, reads: Iterable[Need], surface: Site, others: Iterable[View]) -> Answer:
    """The answer, turned into UNSURE without a guess where a bad one was measured on a substitute page.

    That is so where this device found no way to another state of the page (an elder mode) that another device has, and
    measured the plain page instead: the way may still be there, and the plain page is not what the check asks about. A
    good answer that earned a share of the points there may earn the rest. Such an answer says in its values which
    ``state`` was measured.
    """
    home, state = surface.view(Role.HOME), answer.values.get("state")
    if answer.outcome not in (Outcome.NO, Outcome.YES) or state is None or home is None:
        return answer
    lacking = [
        need for need in reads if need.state not in (LANDED, state) and surface.view(need.role, need.state) is None
    ]
    pairs = ((need, view) for need in lacking for view in others if (view.role, view.state) == (need.role, need.state))
    found = next(pairs, None)
    if found is None:
        return answer
    if answer.outcome is Outcome.YES:
        return answer if answer.fraction in (None, 1.0) else dataclasses.replace(answer, ceiling=1.0)
    need, seen = found
    zh, en = absence.page_missing(need.role, need.state, home.device, seen)
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(f"{zh}；{answer.because.zh}", f"{en}; {answer.because.en}"),
        fraction=None,
        reason=NOT_KNOWN,
        question=Text("这一端是否也有同样的模式？", "Does this device have the same mode too?"),
    )


def found_elsewhere(
    answer: Answer, reads: Iterable[Need], surface: Site, other: Answer, others: Iterable[View], *, worded: bool = True
) -> Answer:
    """The answer, turned into UNSURE where it rests on absence and another device quotes words for it from a page that this one did not reach.

    That no way to the page was found here does not mean that there is none, and the words stand on the site. ``other``
    is the other device's answer, a YES or an UNSURE that shows words; ``others`` are its pages. Where this device
    opened pages of that role, a page of its own may stand for the other; that is not so where the shop sends both
    devices the same documents. Where this device asked for the page's address and the shop answered that there is none,
    its visitors have no such page. Nor is a thing absent if the very words that the other device shows stand on a page
    that was opened here; ``worded`` is False where it is no words that are asked for, but a link, say.
    """
    if answer.outcome is not Outcome.NO or not answer.by_absence or other.outcome not in (Outcome.YES, Outcome.UNSURE):
        return answer
    quoted = {piece.view for piece in other.evidence if piece.quote}
    others, reads = tuple(others), tuple(reads)
    read = {need.role for need in reads} - {Role.HOME}
    lacking = read - {view.role for view in surface.views}
    quotable = (view for view in others if view.id in quoted and view.role in (*read, Role.OTHER))
    unopened = [view for view in quotable if not _is_opened(view, surface) and not _has_none(surface, view.url)]
    seen = next((view for view in unopened if view.role in lacking), None)
    home = surface.view(Role.HOME)
    if home is not None and seen is not None:
        zh, en = absence.page_missing(seen.role, LANDED, home.device, seen)
    elif home is not None and unopened and sends_alike(surface.views, others):
        zh, en = absence.page_unopened(unopened[0], home.device)
    elif home is not None and worded and (said := _said_here(other, reads, surface)) is not None:
        zh, en = absence.said_there_too(said, home.device)
    else:
        return answer
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(f"{answer.because.zh}；但{zh}", f"{answer.because.en}; but {en}"),
        fraction=None,
        reason=NOT_KNOWN,
        question=Text("这一端能否到达该页？", "Can that page be reached on this device?"),
    )


def hidden_elsewhere(answer: Answer, reads: Iterable[Need], surface: Site, elsewhere: Site) -> Answer:
    """The answer, NOT_SEEN where it rests on absence and a control that brought up nothing here leads another device to a page hidden from us.

    There is such a page then, and whatever kept it from us there may be what kept it here. ``elsewhere`` is the other
    device in the same look.
    """
    if answer.outcome is not Outcome.NO or not answer.by_absence:
        return answer
    roles = tuple(dict.fromkeys(need.role for need in reads if need.state == LANDED))
    dead = {gap.role for gap in surface.gaps if gap.detail == DEAD.detail and gap.state == LANDED}
    for role in roles:
        if role in dead and not surface.all(role) and role not in MEMBERS_ONLY:
            hidden = searched_views(elsewhere, (role,), public=True)[1]
            if hidden is not None and hidden.detail != DEAD.detail:
                zh, en = absence.gap_elsewhere(hidden)
                return not_seen(hidden.reason, f"{answer.because.zh}；但{zh}", f"{answer.because.en}; but {en}")
    return answer


def _said_here(other: Answer, reads: tuple[Need, ...], surface: Site) -> str | None:
    """The first of the other device's quotes that stands on a page which this device opened for the check; None without one.

    A check that reads documents reads the shop's other pages too.
    """
    roles = {need.role for need in reads} | ({Role.OTHER} if find_shelf(reads) is not None else set())
    texts = [_plain_text(view) for view in surface.views if view.role in roles]
    for piece in other.evidence:
        words = _squeezed(piece.quote)
        if len(words) >= _QUOTED and any(words in text for text in texts):
            return piece.quote
    return None


@per_view
def _plain_text(view: View) -> str:
    return _squeezed(view.text)


def _squeezed(text: str) -> str:
    return "".join(plain_words(text).split())


def _has_none(surface: Site, url: str) -> bool:
    """Whether the shop has no such page for this device: it said so of the address, or of several that differ in numbers alone and of none else."""
    refused = _answered_none(surface)
    alike = {address for address in refused if _unnumbered(address) == _unnumbered(page_identity(url))}
    opened = any(_unnumbered(page_identity(view.url)) == _unnumbered(page_identity(url)) for view in surface.views)
    return page_identity(url) in refused or (len(alike) >= _ALIKE and not opened)


@per_site
def _answered_none(surface: Site) -> frozenset[str]:
    """The addresses that this device asked for and at which the shop has no page for it, as it said."""
    devices = {view.device for view in surface.views}
    return frozenset(
        page_identity(fetch.asked) for fetch in surface.fetches if fetch.device in devices and found_none(fetch)
    )


@per_line
def _unnumbered(url: str) -> str:
    """An address without the numbers of its path and query, which tell pages of one kind apart."""
    origin, slashes, rest = url.partition("//")
    host, slash, page = rest.partition("/")
    return f"{origin}{slashes}{host}{slash}{_NUMBER.sub('#', page)}"


def _is_opened(view: View, surface: Site) -> bool:
    """Whether that page was opened on the surface for the same role."""
    page = page_identity(view.url)
    return any(own.role is view.role and page_identity(own.url) == page for own in surface.views)
