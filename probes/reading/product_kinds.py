"""What kind of goods a page sells, which details that kind needs, and whether pictures may hold what the text does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.site import Element, View
from probes.pages.unread import Where, is_blind
from probes.reading.normalise import plain
from probes.reading.product_rows import DATA, LIMITS, Row

_GROUPS = ("base", "quality", "operation")


@dataclass(frozen=True, slots=True)
class Template:
    """The details a kind of goods needs, by group, and the words that made us take the page for that kind."""

    name: str
    zh: str
    en: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    because: tuple[str, ...] = ()

    def needs(self, group: str) -> tuple[str, ...]:
        """The details of one group. Raises KeyError for a group there is not."""
        return dict(self.groups)[group]

    @property
    def mandatory(self) -> tuple[str, ...]:
        return tuple(name for _, names in self.groups for name in names)


def classify(title: str, trail: str, rows: Iterable[Row]) -> Template:
    """The kind with most marks: labels of its rows (filled or not), words of the path to the page, words of the title."""
    said, path = plain(title), plain(trail)
    labels = {row.label for row in rows}
    best, most = "general", 0
    marks: dict[str, tuple[str, ...]] = {}
    for name, raw in DATA["templates"].items():
        if "words" not in raw:
            continue
        held = [label for label in raw["labels"] if label in labels]
        words = [word for word in raw["words"] if word in said or word in path]
        spoilt = any(word in said for word in raw["never"])
        if spoilt:
            words = []
        weight = len(held) + int(LIMITS["marks"]) * bool(words)
        marks[name] = (*held, *words)
        if weight >= LIMITS["marks"] and weight > most:
            best, most = name, weight
    return _template(best, marks.get(best, ()))


def _template(name: str, because: tuple[str, ...]) -> Template:
    raw = DATA["templates"][name]
    return Template(name, raw["zh"], raw["en"], tuple((group, tuple(raw[group])) for group in _GROUPS), because)


def pictured_words(view: View, own: Iterable[Element]) -> bool:
    """Whether pictures that nobody read may hold the description: one long picture, or several as wide as half the page."""
    wide = 0
    for each in own:
        if not each.image or not each.seen or each.ocr or each.tag not in ("img", "picture"):
            continue
        if each.box.h >= LIMITS["long_px"] and each.box.h >= LIMITS["long_shape"] * each.box.w:
            return True
        wide += each.box.w >= view.width / 2 and each.box.h >= LIMITS["picture_px"]
    return wide > LIMITS["wide_most"] or is_blind(view, Where.TEXTS)
