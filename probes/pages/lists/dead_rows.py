"""Rows of links to nowhere (``#``) of which several were pressed and did nothing: what stands beside them in the row does no more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_nowhere
from probes.pages.layout.form_buttons import FILE as EXHAUSTED_FILE

_PRESSED: int = EXHAUSTED_FILE.load().row_pressed
_NUMBERS = re.compile(r":nth-child\(\d+\)")


def leads_nowhere(view: View, element: Element) -> bool:
    """Whether it is a link whose address is its own page's top, or a script that does nothing."""
    return element.tag == "a" and bool(element.href) and is_nowhere(element.href, view.url)


def row_of(element: Element) -> str:
    """The place in which an element stands side by side with others: its selector without the numbers of its last two steps."""
    steps = element.selector.split(">")
    return ">".join((*steps[:-2], *(_NUMBERS.sub("", step) for step in steps[-2:])))


def find_dead_rows(views: Iterable[View], vain: Collection[str], led: Collection[str]) -> frozenset[str]:
    """The rows of such links in which enough different labels were pressed in ``vain`` and none of those that ``led`` on stands."""
    pressed, onward = frozenset(map(plain_words, vain)), frozenset(map(plain_words, led))
    said: defaultdict[str, set[str]] = defaultdict(set)
    for view in views:
        for element in view.elements:
            if leads_nowhere(view, element) and (label := plain_words(element.text or element.own or element.name)):
                said[row_of(element)].add(label)
    return frozenset(
        row for row, labels in said.items() if len(labels & pressed) >= _PRESSED and labels.isdisjoint(onward)
    )
