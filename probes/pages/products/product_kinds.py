"""What kind of goods a page sells, which details that kind needs, and whether pictures or closed tabs may hold what the text lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.pages.absence import absence
from probes.pages.absence.unread import AnswerPlace, is_blind
from probes.pages.layout.tab_rows import list_tab_row
from probes.pages.products.product_rows import DATA, LIMITS, ProductRow, find_row_label, parameter_rows
from probes.text.normalise import plain_text

_LABELS = frozenset(label for field in DATA.fields.values() for label in field.labels)
_GROUPS = ("base", "quality", "operation")
_CLOSED = frozenset({Unseen.DISPLAY_NONE, Unseen.HIDDEN})
_CELLS = frozenset({"td", "th", "dt"})
_CURRENT = re.compile(DATA.words.current)
_FOLDED = re.compile(DATA.words.folded)
_ALL = frozenset(DATA.fields) | {"after_sales"}
# What a row of properties or variants opens: what the goods are, and not how they are sold.
_OF_GOODS = frozenset(name for kind in DATA.templates.values() for name in (*kind.base, *kind.quality))


@dataclass(frozen=True, slots=True)
class DetailTemplate:
    """The details a kind of goods needs, by group, and the words that put the page into that kind."""

    name: str
    zh: str
    en: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    because: tuple[str, ...] = ()

    def needs(self, group: str) -> tuple[str, ...]:
        """The details of one group. Raises KeyError for an unknown group."""
        return dict(self.groups)[group]

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The details of all groups, in the order of the table."""
        return tuple(name for _, names in self.groups for name in names)


def classify_product(title: str, trail: str, rows: Iterable[ProductRow]) -> DetailTemplate:
    """The kind with most signs: labels of its rows (filled or not), words of the breadcrumb trail, words of the title."""
    said, path = plain_text(title), plain_text(trail)
    labels = {row.label for row in rows}
    best, most = "general", 0
    marks: dict[str, tuple[str, ...]] = {}
    for name, raw in DATA.templates.items():
        if not raw.words:
            continue
        held = [label for label in raw.labels if label in labels]
        words = [word for word in raw.words if word in said or word in path]
        spoilt = any(word in said for word in raw.never)
        if spoilt:
            words = []
        weight = len(held) + int(LIMITS["marks"]) * bool(words)
        marks[name] = (*held, *words)
        if weight >= LIMITS["marks"] and weight > most:
            best, most = name, weight
    return _template(best, marks.get(best, ()))


def _template(name: str, because: tuple[str, ...]) -> DetailTemplate:
    raw = DATA.templates[name]
    groups = tuple(zip(_GROUPS, (raw.base, raw.quality, raw.operation), strict=True))
    return DetailTemplate(name, raw.zh, raw.en, groups, because)


def read_facts(view: View, own: Sequence[Element]) -> tuple[ProductRow, ...]:
    """The rows of a page's own part, and those of a part that bears the name of a navigation and leads nowhere (the tab ``nav1``)."""
    framed = [one for one in view.elements if one.region is Region.NAV and one.seen]
    menus = _holders_of_links(framed)
    named = [one for one in framed if not one.href and not one.clickable and one.id not in menus]
    rows = tuple(row for row in parameter_rows(named) if row.filled and row.label in _LABELS) if named else ()
    enough = len({row.label for row in rows}) >= LIMITS["framed"]
    return (*parameter_rows(own), *rows) if enough else parameter_rows(own)


def _holders_of_links(framed: Sequence[Element]) -> frozenset[int]:
    """What holds a link among these elements: a menu (商品分类 首页 批发 零售), and no value of a row."""
    above = {one.id: one.parent for one in framed}
    holders: set[int] = set()
    for one in framed:
        at = one.parent if one.href else None
        while at is not None and at not in holders:
            holders.add(at)
            at = above.get(at)
    return frozenset(holders)


def hidden_details(view: View, own: Sequence[Element], rows: Sequence[ProductRow]) -> frozenset[str]:
    """The details that may be there and were not read: all where pictures or a closed tab may hold them, those of the goods
    themselves where a row to press leads to them."""
    unread = find_unread_tab(view, own, rows) is not None or absence.missing_of_view(view, AnswerPlace.TEXTS)
    if unread or pictured_words(view, own):
        return _ALL
    return _OF_GOODS if _has_folded_row(own, rows) else frozenset()


def list_detail_cells(elements: Iterable[Element]) -> frozenset[int]:
    """Ids of the cells of a table that tell a detail of the goods: each stands behind one that is its known label."""
    rows = (row for row in parameter_rows(elements) if row.element.tag in _CELLS and find_row_label(row.element.own))
    return frozenset(row.element.id + 1 for row in rows)


def is_folded_row(row: ProductRow) -> bool:
    """Whether its value is no blank but asks to choose (规格 请选择)."""
    return _FOLDED.search(plain_text(row.label + row.value)) is not None


def _has_folded_row(own: Iterable[Element], rows: Iterable[ProductRow]) -> bool:
    """Whether a row to press names details and shows none (属性, 规格 请选择), and no closed part behind it holds rows of them."""
    hidden = [row.element.id for row in rows if row.filled and row.element.unseen in _CLOSED]
    return any(_is_folded(one) and sum(id > one.id for id in hidden) < LIMITS["marks"] for one in own)


def _is_folded(one: Element) -> bool:
    wide = one.box.w >= LIMITS["row_shape"] * one.box.h > 0
    said = (one.text or one.own)[: int(LIMITS["says"])]
    return one.seen and one.clickable and wide and _FOLDED.search(plain_text(said)) is not None


def pictured_words(view: View, own: Iterable[Element]) -> bool:
    """Whether unread pictures may hold the description: one long picture, or several at least half as wide as the page."""
    wide = 0
    for element in own:
        if (
            not element.image
            or not element.seen
            or element.ocr
            or element.ocr_engine
            or element.tag not in ("img", "picture")
        ):
            continue
        if element.box.h >= LIMITS["long_px"] and element.box.h >= LIMITS["long_shape"] * element.box.w:
            return True
        wide += element.box.w >= view.width / 2 and element.box.h >= LIMITS["picture_px"]
    return wide > LIMITS["wide_most"] or is_blind(view, AnswerPlace.TEXTS)


def find_unread_tab(view: View, own: Sequence[Element], rows: Iterable[ProductRow]) -> Element | None:
    """A tab that may hold details and whose part of the page was not read; None where all of them were.

    Read is the tab that is open, one that leads to a part of the page that is there, and one whose closed part the
    document holds: then rows of details are among what it hides.
    """
    tabs = [one for one in own if one.seen and one.clickable and plain_text(one.own) in DATA.words.tabs]
    hidden = [row.element.id for row in rows if row.filled and row.element.unseen in _CLOSED]
    return next((tab for tab in tabs if not _is_read(view, tab, own, hidden)), None)


def _is_read(view: View, tab: Element, own: Sequence[Element], hidden: list[int]) -> bool:
    row = list_tab_row(view, tab)
    marked = [one.id for one in row if _is_marked(view, one)]
    if len(row) > 1 and len(marked) == len(row):
        marked = []  # a class that all of them bear marks none
    if tab.id in marked or sum(id > tab.id for id in hidden) >= LIMITS["marks"]:
        return True
    part = urldefrag(tab.href)[1]
    if part and any(part in other.classes.split() and (other.text or other.own) for other in view.elements):
        return True
    said = plain_text(tab.own)
    if any(other.seen and not other.clickable and other.id > tab.id and plain_text(other.own) == said for other in own):
        return True
    return said in DATA.words.open_first and len(row) > 1 and not marked and row[0].id == tab.id


def _is_marked(view: View, tab: Element) -> bool:
    """Whether the tab is marked as the open one, itself or by the box that holds nothing else."""
    box = view.element(tab.parent) if tab.parent is not None else None
    around = (tab,) if box is None or plain_text(box.text) != plain_text(tab.text or tab.own) else (tab, box)
    return any(one.checked or _CURRENT.search(one.classes.lower()) is not None for one in around)
