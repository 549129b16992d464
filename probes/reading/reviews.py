"""The reviews on a product page: is there a block of them, how many, which filters and sorting it offers, and what it shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.reading.normalise import plain
from probes.reading.policy import fold, pattern
from probes.reading.remember import per_line, per_view

_DATA: dict[str, dict[str, Any]] = tomllib.loads(files("probes.reading").joinpath("reviews.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_WORDS = {name: pattern(tuple(words)) for name, words in _DATA["words"].items()}
_CLASSES: dict[str, list[str]] = _DATA["classes"]
_NONE = re.compile(r"(?:评价|评论|点评|晒单|reviews?)\s?[(\[]?\s?0\s?条?[)\]]?$")
_COUNTED = re.compile(r"[(\[]?\s?[1-9][0-9.]*\s?(?:万|k)?\s?(?:\+|条)?\s?[)\]]?$")
_ROW = re.compile(
    r"(?!评|发表|购买|用户|买家)[a-z\u4e00-\u9fff]{2,8}\s?:\s?\S"
)  # a detail of the goods (上市时间: 2019-09-30)
_MARK = re.compile(r"[\s_-]+")
_FILTERS = ("filters_good", "filters_medium", "filters_negative", "filters_more")
# Elements with the kinds of words that they say, in the order of the page.
_Marked = list[tuple[Element, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Reviews:
    """What one product page shows of its reviews; None and empty where it shows nothing of the kind.

    ``label`` is the tab or heading that names them. ``low`` is a filter for bad reviews or a bad review itself. ``login`` quotes
    the page where it wants an account first.
    """

    view: View
    label: Element | None
    counted: Element | None
    score: Element | None
    filters: tuple[Element, ...]
    low: Element | None
    sort: Element | None
    praise_first: Element | None
    texts: tuple[Element, ...]
    login: str
    empty: str

    @property
    def some(self) -> bool:
        """Are there reviews at all, be it that only their number or score is seen?"""
        return bool(self.texts) or (not self.empty and (self.counted is not None or self.score is not None))

    @property
    def opened(self) -> bool:
        """Are the reviews themselves on the page, not only a tab that would bring them?"""
        return bool(self.texts or self.filters)


@per_view
def read(view: View) -> Reviews:
    """The reviews of a product page."""
    short = [(each, said) for each in view.elements if each.seen and (said := _said(each))]
    marked = [(each, kinds) for each, said in short if (kinds := _kinds(said))]
    label = _label(marked)
    none = label is not None and _counts_none(_said(label))
    below = frozenset() if none else _below(view, label)
    inside = [each for each, _ in short if each.id in below or _in_block(view, each)]
    within = {each.id for each in inside}
    counted = label is not None and _COUNTED.search(_said(label)) is not None
    texts = tuple(
        each for each in inside if _is_text(each) and (counted or _in_block(view, each) or _is_signed(view, each))
    )
    low = _first(marked, "filters_negative", within, label)
    filters = tuple(each for name in _FILTERS if (each := _first(marked, name, within, label)) is not None)
    return Reviews(
        view,
        label,
        next((each for each, kinds in marked if "count" in kinds), None),
        next((each for each, kinds in marked if "score" in kinds), None),
        filters,
        low or next((each for each in inside if _is_low(view, each, texts)), None),
        _first(marked, "sort", within, label),
        next((each for each, kinds in marked if "praise_first" in kinds), None),
        texts,
        _line(view, _wants_login),
        _line(view, _has_none) or (_said(label) if none and label is not None else ""),
    )  # fmt: skip


def all_read(site: Site) -> tuple[Reviews, ...]:
    """The reviews of every product page that was seen."""
    return tuple(read(view) for view in site.all(Role.PRODUCT))


@per_line
def _plain(words: str) -> str:
    return " ".join(plain(words).split())


def _said(element: Element) -> str:
    """An element's own words; those of its parts are theirs."""
    words = element.own or element.name or element.pseudo or (element.text if element.clickable else "")
    return _plain(words[:400]) if words else ""


@per_line
def _kinds(said: str) -> frozenset[str]:
    """What words name of a block of reviews: its label, a score, or words of that kind where they are short enough for it."""
    found = {
        name for name in ("count", "praise_first") if len(said) <= 2 * _LIMITS["label"] and _WORDS[name].search(said)
    }
    if len(said) <= _LIMITS["label"] and "率" not in said and "度" not in said:
        found |= {name for name in (*_FILTERS, "sort") if _WORDS[name].search(said)}
    found |= {name for name, holds in (("label", _labels), ("score", _scores)) if holds(said)}
    return frozenset(found)


def _label(marked: _Marked) -> Element | None:
    """The heading of the reviews if there is one, else the last tab that names them: tabs stand above what they open."""
    labels = [each for each, kinds in marked if "label" in kinds]
    return next((each for each in labels if each.heading), labels[-1] if labels else None)


def _below(view: View, label: Element | None) -> frozenset[int]:
    """Ids of what stands below the label, in document order, until the next heading of its rank or the page's foot.

    Boxes that only hold other boxes are not kept, so a block of reviews cannot always be told by what it is inside of.
    """
    if label is None:
        return frozenset()
    found = []
    for each in view.elements[label.id + 1 : label.id + 1 + _LIMITS["block"]]:
        if each.frame != label.frame or each.region in (Region.FOOTER, Region.HEADER, Region.NAV, Region.FLOATING):
            break
        if each.heading and each.heading <= (label.heading or _LIMITS["rank"]):
            break
        found.append(each.id)
    return frozenset(found)


def _labels(said: str) -> bool:
    """Is this the name of the reviews (商品评价（2300+）), not a sentence that mentions them?"""
    if len(said) > _LIMITS["label"]:
        return False
    bare = said.split("(")[0].strip(" 0123456789.+万:")
    return _WORDS["label"].fullmatch(bare) is not None and not _WORDS["not_label"].search(said)


def _scores(said: str) -> bool:
    return len(said) <= _LIMITS["score_line"] and _WORDS["score"].search(said) is not None


def _first(marked: _Marked, name: str, within: set[int], label: Element | None) -> Element | None:
    """The first short label of that kind that stands among the reviews, or is pressed on a page that has some."""
    for each, kinds in marked:
        if name in kinds and (each.id in within or (label is not None and each.clickable)):
            return each
    return None


def _in_block(view: View, element: Element) -> bool:
    at: Element | None = element
    for _ in range(_LIMITS["ancestors"]):
        if at is None:
            return False
        if at.classes and _of_reviews(at.classes):
            return True
        at = view.element(at.parent) if at.parent is not None else None
    return False


@per_line
def _of_reviews(classes: str) -> bool:
    named = classes.lower()
    return any(word in named for word in _CLASSES["review"])


def _is_text(element: Element) -> bool:
    return (
        _LIMITS["text"] <= len(element.own) <= _LIMITS["text_most"]
        and not element.clickable
        and not element.heading
        and not _ROW.match(plain(element.own).strip())
        and not _WORDS["not_review"].search(_plain(element.own))
        and not _scores(_plain(element.own))
        and not any(word in element.classes.lower() for word in _CLASSES["not_text"])
    )


def _is_signed(view: View, element: Element) -> bool:
    """Did somebody write it at some time: a name, a day or stars stand beside it? What a seller says of goods is not signed."""
    at, reach = element.id, _LIMITS["signed"]
    near = view.elements[max(0, at - reach) : at] + view.elements[at : at + 1 + reach]
    return any(each.seen and _signs(each.own, each.classes) for each in near)


@per_line
def _signs(own: str, classes: str) -> bool:
    """Are these a name, a day or stars, by their words or their class?"""
    words = plain(own).strip()
    if 0 < len(words) <= _LIMITS["signature"] and not _ROW.match(words) and _WORDS["signature"].search(words):
        return True
    return any(mark in _CLASSES["signature"] for mark in _MARK.split(classes.lower()))


def _counts_none(said: str) -> bool:
    """Does the label say that there are none (评价(0))?"""
    return _NONE.search(said) is not None


def _is_low(view: View, element: Element, texts: tuple[Element, ...]) -> bool:
    if any(word in element.classes.lower().split() for word in _CLASSES["rated_low"]):
        return True
    return element in texts and _WORDS["negative_cue"].search(_plain(element.own)) is not None


def _line(view: View, holds: Callable[[str], bool]) -> str:
    return next((line.strip() for line in view.text.split("\n") if 3 < len(line) <= 80 and holds(line)), "")


@per_line
def _wants_login(line: str) -> bool:
    return _WORDS["login"].search(fold(line)) is not None


@per_line
def _has_none(line: str) -> bool:
    return _WORDS["empty"].search(fold(line)) is not None
