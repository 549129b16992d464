"""Rows of other goods than those of the page (猜你喜欢): where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from crawler.links.places import places_around, stands_in
from crawler.settings_file import SettingsFile
from crawler.site import Element
from probes.schema.reading_table import Texts, Whole
from probes.text.normalise import plain_text
from probes.text.numbers import prices
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class OtherGoodsTable:
    """The file other_goods.toml."""

    limits: Whole[Literal["more"]]
    words: Texts[Literal["more", "part"]]


FILE = SettingsFile("probes.pages.lists", "other_goods.toml", OtherGoodsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_MORE, _PART = map(re.compile, (_DATA.words["more"], _DATA.words["part"]))
_WORD = re.compile(r"[^\s/|·]+")


@dataclass(frozen=True, slots=True)
class OtherRow:
    """The ``place`` of a row of other goods, "" where that is unknown, and the ``top`` of its heading."""

    place: str
    top: float


def find_other_row(element: Element, row: OtherRow | None, goods: Container[str]) -> OtherRow | None:
    """The row of other goods that the element stands in; None outside of any.

    A heading that says so opens it; the next heading, text or tab of the page (规格参数) ends it, and so does the end of the
    innermost place around that heading in which goods stand. Links to other pages, what wraps them, and prices belong to it.
    Nothing of it stands above its heading: what does is another column, as beside a list of goods seen before that is empty.
    """
    if heads_other_goods(element.text or element.own):
        place = next(filter(goods.__contains__, islice(places_around(element.selector), 1, None)), "")
        return OtherRow(place, element.box.y if element.seen else float("-inf"))
    ends = element.heading or element.tag in ("dt", "th", "button", "h2") or _names_parts(element)
    if row is None or ends or (row.place and not stands_in(element.selector, row.place)):
        return None
    if element.seen and element.box.y + element.box.h <= row.top:
        return None
    own = " ".join(element.own.split())
    return row if not own or element.href or prices.find_amounts(own) or len(own) <= _LIMITS["more"] else None


def _names_parts(element: Element) -> bool:
    """Whether it is a tab of the page (规格参数) or a box of such tabs alone."""
    said = [] if element.href or (element.own and not element.clickable) else _WORD.findall(plain_text(element.text))
    return len(said) > (not element.own) and all(map(_PART.fullmatch, said))


@per_line
def heads_other_goods(said: str) -> bool:
    """Whether these words stand above other goods than those of the page (猜你喜欢)."""
    words = " ".join(said.split())
    return len(words) <= _LIMITS["more"] and _MORE.match(words.lower()) is not None
