"""Documents that the shop names and says itself not to have: the entry was opened, and its page says that there is none.

Another address may hold the document, so what is asked of it first stays open where a page says so: what other pages
would say as well is not veiled by it. Where the server says so itself (404, 410) to every entry of that name, answers other links
of the shop, and no page was lost on which another entry may stand, there is none for anybody.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.failure import DEAD, DEAD_LINK, NO_SUCH_HOST, NONE_THERE
from crawler.links import role_links
from crawler.obstacles import OWN_FORM, denied_words
from crawler.site import Element, Fetch, Gap, Site, View
from crawler.spelling import plain_words, say_once
from crawler.urls import page_identity, same_site
from crawler.vocabulary import LANDED, GapReason, Region, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page
from probes.schema.absence_table import ABSENCE
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_site
from probes.text.shown import list_seen

_LABEL = 100  # characters of a label that the crawler records of an entry
_ROLES = ABSENCE.load().roles
_NAMED: int = ABSENCE.load().limits.named
_ANSWERING: int = ABSENCE.load().limits.answering
_DENIED = tuple(f"{GapReason.ERROR_PAGE}: {detail}" for detail in NONE_THERE)
_NOWHERE = f"{DEAD_LINK.reason}: {DEAD_LINK.detail}"
_HIDES_NONE = (*_DENIED, _NOWHERE)
_DENIED_BY_STATUS = tuple(f"{GapReason.ERROR_PAGE}: {detail}" for detail in NONE_THERE if denied_words(detail))
_NO_HOST = tuple(f"{GapReason.UNREACHABLE}: {said}" for said in NO_SUCH_HOST)
_USELESS = frozenset(
    {DEAD.detail, DEAD_LINK.detail}
)  # controls that do nothing have no page on which an entry could stand
# Pages of goods and of the visitor: what is missing there is no document.
_NO_DOCUMENTS = frozenset({
    Role.HOME, Role.LIST, Role.PRODUCT, Role.SEARCH, Role.CART, Role.LOGIN, Role.REGISTER, Role.MEMBER, Role.ERROR, Role.OTHER,
})  # fmt: skip
_FOUND = 200  # the status of a page that is there
_QUERY = re.compile(r"\?[^#]*")


@dataclass(frozen=True, slots=True)
class GoneEntry:
    """Where the entry stands, its label, and what the shop says of what it leads to."""

    view: View
    element: Element
    label: str
    said: str

    @property
    def because(self) -> Text:
        """The sentence that names the entry and says what its page says."""
        page, label = _ROLES[self.view.role], self.label[:_NAMED]
        return Text(
            f"{page['zh']}上的「{label}」打开后显示「{self.said}」",
            f"“{label}” on {page['en']} opens a page that says “{self.said}”",
        )


def find_gone(surface: Site, gap: Gap) -> GoneEntry | None:
    """The entry behind which the shop says that it has no such document; None where anything else may be behind that gap."""
    return _list_gone(surface).get((gap.role, gap.device, gap.look)) if gap.state == LANDED else None


@per_site
def _list_answering(surface: Site) -> frozenset[str]:
    """Pages beside home that the server answered at the very address a link gave: it serves its links itself, no script of a page does."""
    return frozenset(
        page_identity(view.url)
        for view in surface.views
        if view.role is not Role.HOME and view.state == LANDED and view.status == _FOUND
        and view.asked and page_identity(view.asked) == page_identity(view.url)
    )  # fmt: skip


def is_proven_gone(surface: Site, gap: Gap) -> bool:
    """Whether there is no such page for anybody: the server denies it at every entry of that name, and nothing hides another entry.

    A link that only a script of its page can follow is denied by the server too, and so are all others of that shop: some
    of its pages must have come by their addresses. ``gap`` is of ``surface``, one device in one look.
    """
    entry = find_gone(surface, gap)
    if entry is None or entry.said != gap.detail or len(_list_answering(surface)) < _ANSWERING:
        return False
    none = f"{GapReason.ERROR_PAGE}: {gap.detail}"
    tried = [fetch for fetch in surface.fetches if _tries(fetch, gap) and not _leads_to_no_host(surface, fetch)]
    if not all(fetch.error == _NOWHERE or (fetch.url and fetch.error == none) for fetch in tried):
        return False
    others = {*role_links.ALSO.get(gap.role, ()), *role_links.VOUCHING} - {gap.role}
    return not any(_may_hide_entry(surface, other) for other in surface.gaps if other.role in others)


def _may_hide_entry(surface: Site, gap: Gap) -> bool:
    """Whether the page of a gap was lost on which an entry may have stood, as crawler/discovery/absence_proof.py asks it."""
    if gap.state != LANDED or gap.reason.about_them or gap.reason is GapReason.LOGIN or gap.detail in _USELESS:
        return False
    denied = gap.reason is GapReason.ERROR_PAGE and gap.detail.startswith(NONE_THERE)
    return not denied and same_site(surface.platform.url, gap.url)


def show_gone(answer: Answer, gone: GoneEntry | None) -> Answer:
    """The answer, with the entry shown where it says that there is no such document."""
    if gone is None or answer.outcome is not Outcome.NO:
        return answer
    return dataclasses.replace(answer, evidence=(evidence_on_page(gone.view, gone.element), *answer.evidence))


@per_site
def _list_gone(surface: Site) -> Mapping[tuple[Role, str, int], GoneEntry]:
    return {
        (gap.role, gap.device, gap.look): entry
        for gap in surface.gaps
        if gap.state == LANDED and (entry := _gone_entry(surface, gap)) is not None
    }


def _gone_entry(surface: Site, gap: Gap) -> GoneEntry | None:
    """The entry, where every entry that names the page and was tried leads to no page, on a page of the shop that was seen.

    One that timed out, asked for a login or brought up nothing may hide the document, and so may a page that was seen
    under its role.
    """
    said = denied_words(gap.detail) if gap.reason is GapReason.ERROR_PAGE else None
    if said is None or gap.role in _NO_DOCUMENTS or surface.view(gap.role) is not None:
        return None
    if not same_site(surface.platform.url, gap.url):
        return None
    tried = [fetch for fetch in surface.fetches if _tries(fetch, gap)]
    if not all(fetch.error.startswith(_HIDES_NONE) or _leads_to_no_host(surface, fetch) for fetch in tried):
        return None
    told = f"{gap.reason}: {gap.detail}"
    places = (place for fetch in tried if fetch.error == told for place in _places(surface, gap, fetch))
    view, element, label = next(places, (None, None, ""))
    return None if view is None or element is None else GoneEntry(view, element, label, said)


def _tries(fetch: Fetch, gap: Gap) -> bool:
    """Whether a fetch is an entry of that device that names the role."""
    ours = fetch.purpose == "entry" and fetch.device in (None, gap.device) and fetch.look == gap.look
    said = say_once(fetch.text)
    return ours and (bool(role_links.names_role(gap.role, plain_words(said))) or role_links.is_name(gap.role, said))


def _leads_to_no_host(surface: Site, fetch: Fetch) -> bool:
    """Whether an entry leads to a host of others that nobody is given an address for (快递查询): no page of the shop is there."""
    away = bool(fetch.url) and not same_site(surface.platform.url, fetch.url)
    return away and fetch.error.startswith(_NO_HOST)


def _places(surface: Site, gap: Gap, fetch: Fetch) -> Iterator[tuple[View, Element, str]]:
    """Where that entry stands: pages of the device, the seen element, its label."""
    for view in surface.views:
        here = page_identity(view.url) == page_identity(fetch.asked)
        if view.device is not gap.device or view.look != gap.look or view.role is Role.ERROR or not (fetch.url or here):
            continue
        for element in view.elements:
            words = element.words.replace("\n", " ")[:_LABEL]
            leads = not fetch.url or page_identity(element.href) == page_identity(fetch.url)
            if element.seen and words and words == fetch.text and leads:
                yield view, element, " ".join((element.text or element.own or element.name or words).split())
                break


@per_site
def list_denied_names(site: Site) -> frozenset[str]:
    """Folded labels of links to addresses that the server denies: a control labelled exactly so leads there too."""
    tried = (one for one in site.fetches if one.purpose == "entry" and one.url and one.error in _DENIED_BY_STATUS)
    gone = frozenset(page_identity(one.url) for one in tried)
    links = (one for view in site.views for one in list_seen(view.elements) if gone and one.href and one.text)
    return frozenset(
        role_links.bare_label(fold_text(one.text).lower()) for one in links if page_identity(one.href) in gone
    )


@per_site
def _list_pressed(site: Site) -> frozenset[tuple[str, str]]:
    """Pages, "" for any, and folded labels of the controls that were pressed and led to where the shop says that there is none."""
    found: set[tuple[str, str]] = set()
    devices = {view.device for view in site.views}
    for fetch in site.fetches:
        pressed = fetch.purpose == "entry" and not fetch.url and fetch.text and fetch.error.startswith(_DENIED)
        if pressed and fetch.device in (None, *devices):
            said = fold_text(say_once(fetch.text)).lower()
            found |= {(page_identity(fetch.asked), said), (_bare(fetch.asked), said), ("", said)}
    return frozenset(found)


def was_pressed_to_none(site: Site, view: View, element: Element, said: str) -> bool:
    """Whether a control without an address was pressed and led to where the shop says that there is none; ``said`` is its folded label.

    On another page the same label may lead elsewhere, but in the frame that all pages share, which is pressed once. A
    form to log in with is one page, wherever it leads on to.
    """
    if element.region is not Region.MAIN:
        return ("", said) in _list_pressed(site)
    here = _bare(view.url) if view.role in OWN_FORM else page_identity(view.url)
    return (here, said) in _list_pressed(site)


@per_line
def _bare(url: str) -> str:
    """An address without its queries."""
    return _QUERY.sub("", page_identity(url))
