"""What is left of a page that was not seen whole, and whether that rest could hold the answer to a check.

Absence rests on pages seen whole. A page can be short of that in ways that keep nothing from a reader: its words out of
sight are on record and can be read, what it still loads are goods, or a layer stood over it that hid no word of it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

from crawler.site import Element, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import Device, Role, Unseen
from probes.finding import Answer, Outcome
from probes.first_reading import read_surface
from probes.other_pages import read_other_pages
from probes.pages.absence import unfinished
from probes.probe import Check
from probes.text.remember import per_site

_GOODS = frozenset({Role.LIST, Role.PRODUCT, Role.SEARCH, Role.CART})
_SHELVES = frozenset({Role.LIST, Role.SEARCH})  # whoever reads these reads the goods that home shows too
_ABSENT = frozenset({Outcome.NO, Outcome.UNSURE, Outcome.NOT_APPLICABLE})
_NUMBER = re.compile(r"\d+")


def read_whole(check: Check, surface: Site) -> Answer:
    """The check's answer from the surface and from pages that no role named, with the rest of its pages read too."""
    return read_rest_too(check, surface, lambda told: _read(check, told))


def read_rest_too(check: Check, surface: Site, ask: Callable[[Site], Answer]) -> Answer:
    """What ``ask`` answers about the surface, with the rest of its pages read too.

    Where absence is not proven because a page is taken for unfinished, the check is asked again with that page's words
    out of sight among its words and, if the check reads no goods, without its note that goods are loading; nor does that
    note on home matter to who reads pages of single goods and no list of them. An absence
    that holds then too is taken over, and so is what rests on words of pages that were seen whole, a part of the answer
    with the rest absent or a doubt: words out of sight prove nothing that is good, and raise no question.
    """
    answer = ask(surface)
    if answer.outcome is not Outcome.NOT_SEEN or answer.reason != "unfinished":
        return answer
    reads = {need.role for need in check.probe.reads}
    if _GOODS.isdisjoint(reads):
        told = _without_goods_to_come(surface)
    else:
        told = (_with_words_out_of_sight if _SHELVES & reads else _without_goods_to_come_on_home)(surface)
    if told is surface:
        return answer
    again = ask(told)
    if again.outcome is Outcome.YES or (again.outcome is Outcome.UNSURE and not again.by_absence):
        whole = {id(view) for view in surface.views}.intersection(map(id, told.views))
        known = {view.id for view in told.views if id(view) in whole}
        quoted = [piece.view for piece in again.evidence if piece.quote]
        return again if quoted and known.issuperset(quoted) else answer
    return again if again.by_absence and again.outcome in _ABSENT else answer


def _read(check: Check, surface: Site) -> Answer:
    return read_other_pages(check, read_surface(check, surface), surface, lambda filed: read_surface(check, filed))


@per_site
def _with_words_out_of_sight(surface: Site) -> Site:
    return _changed(surface, _shown)


@per_site
def _without_goods_to_come_on_home(surface: Site) -> Site:
    return _changed(surface, lambda view: _shown(_without_note(view) if view.role is Role.HOME else view))


@per_site
def _without_goods_to_come(surface: Site) -> Site:
    return _changed(surface, lambda view: _shown(_without_note(view)))


def _changed(surface: Site, change: Callable[[View], View]) -> Site:
    """The surface with its unfinished pages changed; the same object where nothing changes."""
    views = tuple(change(view) if unfinished.unfinished_sign(view) else view for view in surface.views)
    same = all(new is old for new, old in zip(views, surface.views, strict=True))
    return surface if same else dataclasses.replace(surface, views=views)


def _shown(view: View) -> View:
    """The page with its words out of sight among those it shows."""
    hidden = frozenset(element.id for element in view.elements if unfinished.is_out_of_sight(element))
    if not hidden:
        return view
    elements = tuple(
        dataclasses.replace(element, seen=True, unseen=None) if element.id in hidden else element
        for element in view.elements
    )
    words = [element.own for element in elements if element.id in hidden]
    chars = view.thoroughness.chars + sum(map(len, words))
    return dataclasses.replace(
        view,
        elements=elements,
        text="\n".join((view.text, *words)),
        thoroughness=dataclasses.replace(view.thoroughness, chars=chars),
    )


def _without_note(view: View) -> View:
    """The page without its notes that goods are loading."""
    notes = {element.id: element.own for element in view.elements if _awaits_goods(element)}
    if not notes:
        return view
    elements = tuple(
        dataclasses.replace(element, seen=False, unseen=Unseen.DISPLAY_NONE) if element.id in notes else element
        for element in view.elements
    )
    said = frozenset(notes.values())
    text = "\n".join(line for line in view.text.split("\n") if line not in said)
    return dataclasses.replace(view, elements=elements, text=text)


def _awaits_goods(element: Element) -> bool:
    return element.seen and unfinished.is_goods_note(element.own)


def lift_layers(site: Site, look: int, device: Device) -> Site:
    """That look of the device; a layer that stayed open counts as closed where the page was seen without it and says the same.

    The other view is of the same page on the same device, at any time of the audit, and complete. Beside notes that
    something is loading, which such a layer bears, and numbers, which change, the two must say the same words.
    """
    surface = site.only(look, device)
    views = tuple(_lifted(view, site) for view in surface.views)
    same = all(new is old for new, old in zip(views, surface.views, strict=True))
    return surface if same else dataclasses.replace(surface, views=views)


def _lifted(view: View, site: Site) -> View:
    if view.thoroughness.layers_closed:
        return view
    said = frozenset(line for line in _lines(view) if not unfinished.is_loading_note(line))
    if not any(said == frozenset(_lines(other)) for other in _seen_whole(view, site)):
        return view
    return dataclasses.replace(view, thoroughness=dataclasses.replace(view.thoroughness, layers_closed=True))


def _seen_whole(view: View, site: Site) -> Iterator[View]:
    """Complete views of the same page on the same device."""
    for other in site.views:
        if other.device is not view.device or other.role is not view.role:
            continue
        thorough = other.thoroughness
        whole = thorough.layers_closed and thorough.scrolled_stable and thorough.scripts_ran and thorough.frames_read
        if whole and other.text and page_identity(other.url) == page_identity(view.url):
            yield other


def _lines(view: View) -> Iterator[str]:
    return (_NUMBER.sub("", line) for line in view.text.split("\n"))
