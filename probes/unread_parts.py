"""Parts of a shop's texts that replace one another on one page, and of which some were not seen: what they tell is not known.

Numbers turn a list of texts; classes of it are pressed one after another. While one was not, nothing is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.discovery.leftovers.list_turns import find_list_turns
from crawler.failure import ELSEWHERE, GONE, UNPRESSED
from crawler.site import Element, Site, View
from crawler.spelling import plain_words, say_once
from crawler.urls import page_identity
from crawler.vocabulary import FoundBy, Role
from probes.pages.absence.opening import is_private
from probes.pages.absence.unopened import Surface
from probes.pages.layout.entry import ShopEntry, read_labels
from probes.pages.rules.unfolded import list_folded
from probes.probe import Check
from probes.schema.unopened_table import UNOPENED
from probes.text.normalise import fold_text
from probes.text.remember import per_site, per_view

_OF_TEXTS = frozenset({Role.HELP, Role.ABOUT, Role.RULES})
# Pages that are known by their place, by goods or by one paper: what they say is in no text of help.
_NO_HELP = frozenset({
    Role.HOME, Role.LIST, Role.PRODUCT, Role.SEARCH, Role.CART, Role.LOGIN, Role.REGISTER, Role.ERROR, Role.OTHER,
    Role.PRIVACY, Role.AGREEMENT,
})  # fmt: skip
_LISTS = frozenset({Role.ABOUT, Role.RULES})
_IN_A_ROW = re.compile(r":nth-[a-z-]{1,20}\(\d{1,5}\)")  # which of several boxes it is that stand side by side
_STEP = 30  # characters of a label that a view's path keeps
_OURS = frozenset(f"{stop.reason}: {stop.detail}" for stop in (GONE, ELSEWHERE, UNPRESSED))
_SEVERAL: int = UNOPENED.load().limits.fewest_hidden


def find_unread(check: Check, surface: Surface) -> ShopEntry | None:
    """An entry that names what the check asks, what turns a list of texts, or a class of them, which nobody opened; else None."""
    named = surface.naming(check) or _find_unturned(check, surface) or _find_unpressed(check, surface)
    return named or _find_failed(check, surface)


def _find_unturned(check: Check, surface: Surface) -> ShopEntry | None:
    """The number of a further part of such a list that nobody pressed; None where each was, there is none, or the check asks for no text."""
    if not check.stated and _LISTS.isdisjoint(need.role for need in check.probe.reads):
        return None
    for entry in surface.entries:
        if entry.view.found_by in (FoundBy.CLICK, FoundBy.MENU) or entry.url:
            continue
        if entry.element.id in _turning(entry.view):
            return entry
    return None


@per_view
def _turning(view: View) -> frozenset[int]:
    """The numbers on the page that turn a list, by their elements."""
    return frozenset(element.id for element in find_list_turns(view))


def _find_unpressed(check: Check, surface: Surface) -> ShopEntry | None:
    """A class beside pressed ones that nobody pressed in any look; only for a check whose answer may stand in a text of help."""
    told = any(need.role not in _NO_HELP for need in check.probe.reads)
    return next(iter(_unpressed(surface.site)), None) if told else None


def _find_failed(check: Check, surface: Surface) -> ShopEntry | None:
    """An entry of whatever name that we could not press again, where several were: a text of help may stand behind any of them."""
    told = any(need.role not in _NO_HELP for need in check.probe.reads)
    failed = _failed_presses(surface.site) if told else frozenset()
    found = [one for one in surface.entries if not one.url and not failed.isdisjoint(one.said)] if failed else []
    return found[0] if len({one.said for one in found}) >= _SEVERAL else None


@per_site
def _failed_presses(site: Site) -> frozenset[str]:
    """The labels, folded, of controls without an address that were not there any more when they were to be pressed."""
    tried = (one for one in site.fetches if one.purpose == "entry" and not one.url and one.text and one.error in _OURS)
    devices = {view.device for view in site.views}
    return frozenset(fold_text(say_once(one.text)).lower() for one in tried if one.device in (None, *devices))


@per_site
def _unpressed(site: Site) -> tuple[ShopEntry, ...]:
    """The first such class of each page. A page opens with one of its classes: the first alone that was not pressed is that one.

    One that was pressed and brought up nothing we could see, beside one that shows its part, was not seen either.
    """
    pressed = {_step(step) for view in site.views if view.found_by is FoundBy.CLICK for step in view.path}
    found: list[ShopEntry] = []
    for page in site.views:
        if page.role not in _OF_TEXTS or page.found_by is not FoundBy.CLICK:
            continue
        turned = frozenset(_step(part.path[-1]) for part in site.views if _is_part(page, part))
        row = list(_row_of(page, turned)) if turned else []
        read = list_folded(page.elements)  # what those rows unfold stands on the page
        left = [element for element in row if _step(element.words) not in pressed and element.id not in read]
        if left and left != row[:1]:
            one = next(element for element in left if element is not row[0])
            found.append(ShopEntry(page, one, read_labels(one) or (_step(one.words),), ""))
    return tuple(found)


def _is_part(page: View, part: View) -> bool:
    """Whether a view is what one more press brought up on the same page."""
    came = part.found_by is FoundBy.CLICK and part.device is page.device and part.path[:-1] == page.path
    return came and bool(part.path) and page_identity(part.url) == page_identity(page.url)


def _row_of(page: View, turned: frozenset[str]) -> Iterator[Element]:
    """The controls without an address that stand in one row with one of those labels, in the order of the page."""
    controls = [one for one in page.elements if one.seen and one.clickable and not one.href and not one.frame]
    rows = {_IN_A_ROW.sub("", one.selector) for one in controls if _step(one.words) in turned}
    for one in controls:
        said = _step(one.words)
        if len(said) > 1 and not is_private(said) and _IN_A_ROW.sub("", one.selector) in rows:
            yield one


def _step(label: str) -> str:
    return plain_words(label)[:_STEP]
