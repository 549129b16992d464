"""What short words on a product page say of the product, most of them whatever page they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from crawler.links import role_links
from crawler.links.link_around import find_link_around
from crawler.site import Element, View
from probes.pages.products.product_rows import DATA, LIMITS, find_row_label
from probes.pages.rules import policy
from probes.schema.shared_words import expand_words
from probes.text.normalise import plain_text
from probes.text.remember import per_line

_FIELDS = DATA.fields
# The words of each detail that has any.
SAYS = {name: policy.pattern(tuple(raw.says)) for name, raw in _FIELDS.items() if raw.says}
_OF_SELLER = {name: policy.pattern(raw.of_seller) for name, raw in _FIELDS.items() if raw.of_seller}
_AFTER_SALES = policy.pattern(tuple(DATA.after_sales["says"]))
_LINKED_TERMS = policy.pattern(tuple(DATA.after_sales["linked"]))
_SOLD_OUT = policy.pattern(tuple(DATA.words.sold_out))
_BUY, _NOT_BUY = expand_words(DATA.words.buy), expand_words(DATA.words.not_buy)
_NOT_SOLD_OUT = re.compile(DATA.words.not_sold_out)
_NAMES = re.compile(DATA.words.names)
_TERMS = frozenset({"freight", "delivery", "returns"})


@per_line
def product_details(words: str) -> Mapping[str, str]:
    """The details these words give, each with what they say of it."""
    said = plain_text(words)
    close = said.replace(" ", "")
    named = _NAMES.match(close) is not None
    found: dict[str, str] = {}
    for name, says in SAYS.items():
        if named and name in _TERMS:
            continue
        match = says.search(said) or (says.search(close) if close != said else None)
        if match and find_row_label(said) not in _FIELDS[name].labels:  # 运费 alone says nothing
            found[name] = match.group()[:80]
    return MappingProxyType(found)


@per_line
def tells_of_seller(name: str, value: str) -> bool:
    """Whether what stands beside a label of that detail is about the seller: 认证信息 above his deposit is no mark of the goods."""
    return name in _OF_SELLER and _OF_SELLER[name].search(plain_text(value)) is not None


@per_line
def find_after_sales_terms(said: str, pressed: bool) -> str:
    """The after-sales terms these words name; empty without any. ``pressed``: they belong to a link or control."""
    match = _AFTER_SALES.search(plain_text(said)) or (_LINKED_TERMS.search(plain_text(said)) if pressed else None)
    return match.group() if match else ""


@per_line
def says_sold_out(words: str) -> bool:
    """Do they say that the product is sold out?"""
    said = plain_text(words)
    short = 0 < len(said) <= LIMITS["notice"]
    return short and _SOLD_OUT.search(said) is not None and _NOT_SOLD_OUT.search(said) is None


@per_line
def says_buying(words: str) -> bool:
    """Is it the label of a button that buys, and does not only speak of it (购买记录, 购买前咨询)?"""
    said = plain_text(words)
    worded = len(said) <= LIMITS["button"] and any(word in said for word in _BUY)
    return worded and not any(word in said for word in _NOT_BUY)


def find_sold_out(own: Iterable[Element]) -> Element | None:
    """Words that the page's product is sold out; one sold-out variant among several does not count."""
    for node in own:
        if node.seen and node.tag not in ("option", "label") and says_sold_out(node.own or node.name):
            return node
    return None


def names_other_goods(view: View, element: Element) -> bool:
    """Whether it stands in a link to other goods than the page's own: their name may hold any word (免运费样品)."""
    key = role_links.find_goods_key(find_link_around(view, element))
    return bool(key) and key != role_links.find_goods_key(view.url)


def leads_or_tells(element: Element) -> bool:
    """Whether words at the page's foot link somewhere or state a term; a bare column name does neither."""
    tells = element.own != "" and not element.heading and "returns" in product_details(element.own)
    return element.clickable or element.href != "" or tells


@per_line
def is_name_of_row(said: str) -> bool:
    """Is this the name of a detail alone (产地:), its value a part of its own?"""
    return 1 < len(said) <= LIMITS["label"] + 1 and plain_text(said).rstrip().endswith(":")


def find_name_beside(view: View, element: Element) -> str:
    """The name of the detail whose value this is (产地: before 四川, in one box), without its colon; empty where there is none."""
    before = view.element(element.id - 1) if element.id else None
    if before is None or before.parent != element.parent or not is_name_of_row(before.own):
        return ""
    return plain_text(before.own).strip(" :")
