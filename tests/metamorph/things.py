"""Changes of things instead of words: what an answer shows is not there, cannot be seen, or stands elsewhere under another name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from crawler.site import Element, Site, View
from crawler.vocabulary import Unseen
from tests.metamorph.sites import elements, emptied_page, moved_down, nothing, pages
from tests.metamorph.subjects import Subject


def gone(subject: Subject) -> Site | None:
    """The elements that are shown are not there."""
    return _shown(subject, nothing)


def unseen(subject: Subject) -> Site | None:
    """The elements that are shown are in the document and nobody can see them."""
    return _shown(subject, lambda element: dataclasses.replace(element, seen=False, unseen=Unseen.DISPLAY_NONE))


def emptied(subject: Subject) -> Site | None:
    """The pages that are shown have neither words nor things."""
    shown = {piece.view for piece in subject.answer.evidence}
    site = pages(subject.site, lambda view: emptied_page(view) if view.id in shown else view)
    return site if site != subject.site else None


def lower(subject: Subject) -> Site | None:
    """All stands a few pixels further down."""
    return elements(subject.site, lambda element: dataclasses.replace(element, box=moved_down(element.box, 6)))


def called_otherwise(subject: Subject) -> Site | None:
    """The page's builders name their elements otherwise."""
    return elements(subject.site, lambda element: dataclasses.replace(element, selector=f"body > {element.selector}"))


def _shown(subject: Subject, change: Callable[[Element], Element]) -> Site | None:
    """The site with the elements changed that the answer points at, and all within them; their words are gone from the page."""
    changed = False

    def page(view: View) -> View:
        nonlocal changed
        ids = _pointed(subject, view)
        if not ids:
            return view
        changed = True
        text = view.text
        for element in (view.elements[number] for number in sorted(ids)):
            for said in filter(None, (element.text, element.own, element.pseudo, element.ocr)):
                text = _without(text, said)
        elements = tuple(change(element) if element.id in ids else element for element in view.elements)
        return dataclasses.replace(view, elements=elements, text=text)

    site = pages(subject.site, page)
    return site if changed else None


def _pointed(subject: Subject, view: View) -> set[int]:
    """Numbers of the elements of a view that the evidence names by selector and place, with what is within them."""
    named = {
        (piece.selector, piece.box) for piece in subject.answer.evidence if piece.view == view.id and piece.selector
    }
    ids = {element.id for element in view.elements if element.seen and (element.selector, element.box) in named}
    for element in view.elements:
        if element.parent in ids:
            ids.add(element.id)
    return ids


def _without(text: str, said: str) -> str:
    """The text without the first line that is this, else without the first place where it stands."""
    lines = text.split("\n")
    if said in lines:
        lines.remove(said)
        return "\n".join(lines)
    return text.replace(said, "", 1)
