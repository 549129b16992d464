"""Who sells what a page offers: the platform itself, marked as self-operated, or a named third party."""

from __future__ import annotations

import re
from enum import StrEnum

from crawler.site import Element, Site
from probes.pages.products.product_rows import DATA
from probes.pages.products.products import FieldState, Product
from probes.text.companies import find_companies
from probes.text.normalise import plain_text

_OWN: tuple[str, ...] = tuple(DATA.words.self_operated)
_THIRD = re.compile(DATA.words.third_party)
_BADGE = 8  # characters of a mark, as against a sentence or a shop's name


class SellerKind(StrEnum):
    OWN = "own"
    THIRD = "third"
    UNSAID = "unsaid"


def self_operated_mark(site: Site, elements: tuple[Element, ...]) -> Element | None:
    """A mark that the platform itself sells: 自营 alone or with the platform's name; inside a longer shop name it does not count."""
    name = plain_text(site.platform.name)
    for element in elements:
        said = plain_text(element.own or element.name or element.ocr)
        if not element.seen or not any(word in said for word in _OWN):
            continue
        rest = said
        for word in (*_OWN, name, "商品", "产品", "平台", "商城"):
            rest = rest.replace(word, "") if word else rest
        if len(said) <= _BADGE and not _THIRD.search(said) and len(rest.strip(" ·:()[]")) <= 2:
            return element
    return None


def named_self_operated(site: Site, product: Product) -> Element | None:
    """The line that names the seller, where it calls the goods 自营 beside the platform's name or in brackets (销售方：……（自营）)."""
    named = product.field("seller")
    if named.state is not FieldState.PRESENT or named.element is None or not named.element.seen:
        return None
    whole = plain_text(" ".join((named.value, named.element.text)))
    name = plain_text(site.platform.name)
    marked = any(word in whole and (f"({word})" in whole or (name != "" and name in whole)) for word in _OWN)
    return named.element if marked and not _THIRD.search(whole) else None


def find_seller(site: Site, product: Product) -> SellerKind:
    """Who sells a product, by the seller its page names."""
    named = product.field("seller")
    said = plain_text(named.value)
    if named.state is not FieldState.PRESENT:
        return SellerKind.UNSAID
    whole = plain_text(" ".join((named.value, named.element.text if named.element is not None else "")))
    if any(word in whole for word in _OWN) and not _THIRD.search(whole):
        return SellerKind.OWN
    if _THIRD.search(said) or _THIRD.search(whole):
        own = (
            any(word in whole for word in _OWN) and bool(site.platform.name) and plain_text(site.platform.name) in whole
        )
        return SellerKind.OWN if own else SellerKind.THIRD
    named_there = set(find_companies(named.value))
    if named_there & set(find_companies(product.field("operator").value)):
        return SellerKind.OWN
    return SellerKind.THIRD if named_there else SellerKind.UNSAID
