"""Links that name kinds of goods and nothing else: what they lead to is a shelf of the shop, whatever its address looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.discovery.leftovers.goods_addresses import OF_GOODS
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import Region
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class GoodsNamesTable:
    """The file goods_names.toml: words that name goods, and those that may stand beside them."""

    longest: int
    goods: tuple[str, ...]
    beside: tuple[str, ...]


FILE = SettingsFile("probes.pages.lists", "goods_names.toml", GoodsNamesTable)
_DATA = FILE.load()
_LONGEST_FIRST = sorted({*_DATA.goods, *_DATA.beside}, key=lambda word: (-len(word), word))
_MADE_OF = re.compile(f"(?:{'|'.join(map(re.escape, _LONGEST_FIRST))}|[/、·&|\\s])+")
_GOODS = re.compile("|".join(map(re.escape, _DATA.goods)))


@per_line
def names_goods(label: str) -> bool:
    """Whether a label is made of nothing but names of kinds of goods (潮流服饰, 手机/数码): one more word may name another thing (食品安全)."""
    said = plain_words(label)
    return len(said) <= _DATA.longest and bool(_MADE_OF.fullmatch(said)) and _GOODS.search(said) is not None


def leads_to_shelf(view: View, element: Element) -> bool:
    """Whether a link is called so where goods are sold; at the foot, or on a page of help, 家电 may name what is told of them."""
    sold = view.role in OF_GOODS and element.region is not Region.FOOTER
    return sold and names_goods(element.text or element.own or element.name)
