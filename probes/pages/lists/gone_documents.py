"""Documents that the shop names and says itself not to have: the entry was opened, and its page says that there is none.

Another address may hold the document, so it is not said to be absent: its own answers stay open. What other pages
would say as well is not veiled by it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.failure import DEAD_LINK, NONE_THERE
from crawler.links import role_links
from crawler.obstacles import OWN_FORM, denied_words
from crawler.site import Element, Fetch, Gap, Site, View
from crawler.spelling import plain_words
from crawler.urls import page_identity, same_site
from crawler.vocabulary import LANDED, GapReason, Region, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page
from probes.schema.absence_table import ABSENCE
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_site

_LABEL = 100  # characters of a label that the crawler records of an entry
_ROLES = ABSENCE.load().roles
_NAMED: int = ABSENCE.load().limits.named
_DENIED = tuple(f"{GapReason.ERROR_PAGE}: {detail}" for detail in NONE_THERE)
_HIDES_NONE = (*_DENIED, f"{DEAD_LINK.reason}: {DEAD_LINK.detail}")
# Pages of goods and of the visitor: what is missing there is no document.
_NO_DOCUMENTS = frozenset({
    Role.HOME, Role.LIST, Role.PRODUCT, Role.SEARCH, Role.CART, Role.LOGIN, Role.REGISTER, Role.MEMBER, Role.ERROR, Role.OTHER,
})  # fmt: skip
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
    if not all(fetch.error.startswith(_HIDES_NONE) for fetch in tried):
        return None
    told = f"{gap.reason}: {gap.detail}"
    places = (place for fetch in tried if fetch.error == told for place in _places(surface, gap, fetch))
    view, element, label = next(places, (None, None, ""))
    return None if view is None or element is None else GoneEntry(view, element, label, said)


def _tries(fetch: Fetch, gap: Gap) -> bool:
    """Whether a fetch is an entry of that device that names the role."""
    ours = fetch.purpose == "entry" and fetch.device in (None, gap.device) and fetch.look == gap.look
    return ours and bool(role_links.names_role(gap.role, plain_words(fetch.text)))


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
def _list_pressed(site: Site) -> frozenset[tuple[str, str]]:
    """Pages, "" for any, and folded labels of the controls that were pressed and led to where the shop says that there is none."""
    found: set[tuple[str, str]] = set()
    devices = {view.device for view in site.views}
    for fetch in site.fetches:
        pressed = fetch.purpose == "entry" and not fetch.url and fetch.text and fetch.error.startswith(_DENIED)
        if pressed and fetch.device in (None, *devices):
            said = fold_text(fetch.text).lower()
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
