"""Changing what a page says: its words and those of its elements, sentence by sentence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from crawler.site import Element, Site, View
from tests.metamorph.subjects import squeezed

SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*|\n")
Change = Callable[[str], str]


def sentences(text: str) -> list[str]:
    """The text in pieces that end with a stop or a line; joined they are the text again, but for lone stops."""
    return SENTENCE.findall(text)


def holds(sentence: str, quotes: tuple[str, ...]) -> bool:
    """Is the sentence part of one of the quotes, or one of them part of it?"""
    said = squeezed(sentence)
    return bool(said) and any(quote in said or (len(said) > 1 and said in quote) for quote in quotes)


def every(site: Site, change: Change) -> Site:
    """The site with all its words changed."""
    return dataclasses.replace(site, views=tuple(_changed(view, change) for view in site.views))


def those(site: Site, quotes: tuple[str, ...], change: Change) -> Site:
    """The site with the sentences changed that hold a quote; an empty string takes one out."""

    def within(text: str) -> str:
        return "".join(change(sentence) if holds(sentence, quotes) else sentence for sentence in sentences(text))

    return every(site, within)


def _changed(view: View, change: Change) -> View:
    elements = tuple(_element(element, change) for element in view.elements)
    return dataclasses.replace(view, text=change(view.text), elements=elements, title=change(view.title))


def _element(element: Element, change: Change) -> Element:
    return dataclasses.replace(
        element,
        text=change(element.text),
        own=change(element.own),
        name=change(element.name),
        pseudo=change(element.pseudo),
        ocr=change(element.ocr),
    )


def moved(
    site: Site, quotes: tuple[str, ...], put: Callable[[View, str], tuple[tuple[str, ...], tuple[Element, ...]]]
) -> Site:
    """The site with those sentences taken out of their places and put onto the same pages by ``put``: lines of text and elements."""
    views = []
    without = those(site, quotes, lambda _: "")
    for view, bare in zip(site.views, without.views, strict=True):
        taken = [sentence.strip() for sentence in sentences(view.text) if holds(sentence, quotes)]
        if not taken:
            views.append(view)
            continue
        text, elements = bare.text, list(bare.elements)
        for sentence in taken:
            lines, made = put(view, sentence)
            first = 1 + max((element.id for element in elements), default=0)
            elements += [dataclasses.replace(element, id=first + index) for index, element in enumerate(made)]
            text = "\n".join((text.rstrip("\n"), *lines))
        views.append(dataclasses.replace(bare, text=text, elements=tuple(elements)))
    return dataclasses.replace(site, views=tuple(views))
