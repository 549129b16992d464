"""What kind of goods a page sells, which details that kind needs, and whether pictures may hold what the text lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.site import Element, View
from probes.pages.absence.unread import AnswerPlace, is_blind
from probes.pages.products.product_rows import DATA, LIMITS, ProductRow
from probes.text.normalise import plain_text

_GROUPS = ("base", "quality", "operation")


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


def pictured_words(view: View, own: Iterable[Element]) -> bool:
    """Whether unread pictures may hold the description: one long picture, or several at least half as wide as the page."""
    wide = 0
    for element in own:
        if not element.image or not element.seen or element.ocr or element.tag not in ("img", "picture"):
            continue
        if element.box.h >= LIMITS["long_px"] and element.box.h >= LIMITS["long_shape"] * element.box.w:
            return True
        wide += element.box.w >= view.width / 2 and element.box.h >= LIMITS["picture_px"]
    return wide > LIMITS["wide_most"] or is_blind(view, AnswerPlace.TEXTS)
