"""Who sells what a page offers: the platform itself, marked as self-operated, or somebody else by name."""

from __future__ import annotations

import re
from enum import StrEnum

from crawler.site import Element, Site
from probes.reading.normalise import plain
from probes.reading.product_rows import DATA
from probes.reading.products import Product, State
from probes.text.companies import companies

_OWN: tuple[str, ...] = tuple(DATA["words"]["self_operated"])
_THIRD = re.compile(DATA["words"]["third_party"])
_BADGE = 8  # characters of a mark, as against a sentence or a shop's name


class Seller(StrEnum):
    OWN = "own"
    THIRD = "third"
    UNSAID = "unsaid"


def mark(site: Site, elements: tuple[Element, ...]) -> Element | None:
    """A mark that the platform itself sells: 自营 alone, or with the platform's name; in a longer shop name it is none."""
    name = plain(site.platform.name)
    for each in elements:
        said = plain(each.own or each.name or each.ocr)
        if not each.seen or not any(word in said for word in _OWN):
            continue
        rest = said
        for word in (*_OWN, name, "商品", "产品", "平台", "商城"):
            rest = rest.replace(word, "") if word else rest
        if len(said) <= _BADGE and not _THIRD.search(said) and len(rest.strip(" ·:()[]")) <= 2:
            return each
    return None


def seller(site: Site, product: Product) -> Seller:
    """Who sells a product, as its page names the seller."""
    named = product.field("seller")
    said = plain(named.value)
    if named.state is not State.PRESENT:
        return Seller.UNSAID
    whole = plain(" ".join((named.value, named.element.text if named.element is not None else "")))
    if any(word in whole for word in _OWN) and not _THIRD.search(whole):
        return Seller.OWN
    if _THIRD.search(said) or _THIRD.search(whole):
        own = any(word in whole for word in _OWN) and bool(site.platform.name) and plain(site.platform.name) in whole
        return Seller.OWN if own else Seller.THIRD
    named_there = set(companies(named.value))
    if named_there & set(companies(product.field("operator").value)):
        return Seller.OWN
    return Seller.THIRD if named_there else Seller.UNSAID
