"""Machine-readable product data of a page: JSON-LD, microdata and OpenGraph. A broken block loses only itself."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.table_builder import EveryKey
from probes.finding import Text
from probes.schema.reading_table import Spoken
from probes.text.numbers.prices import read_fen
from probes.text.remember import per_drawn


@dataclass(frozen=True, slots=True)
class StructuredTable:
    """The file structured.toml."""

    sources: Annotated[Mapping[str, Spoken], EveryKey(("json-ld", "microdata", "opengraph"))]


FILE = SettingsFile("probes.pages.products", "structured.toml", StructuredTable)
_SOURCES = FILE.load().sources
_PAGE = 3_000_000  # characters of a page that are read
_BLOCK = 200_000  # of one block
_BLOCKS = 50
_NODES = 5_000  # of one block's tree
_LD = re.compile(r"<script\b[^<>]{0,500}?application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9-]{0,20})(?P<rest>\s[^<>]{0,1500})>(?P<text>[^<]{0,300})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z:_-]{1,20})\s*=\s*(?:"([^"]{0,600})"|'([^']{0,600})'|([^\s"'>]{1,300}))""", re.IGNORECASE
)
_TRAILING = re.compile(r",\s*(?=[}\]])")
# Words of microdata and of OpenGraph that mean the same thing.
_PROPERTIES = {
    "product:price:amount": "price", "og:price:amount": "price", "product:availability": "availability",
    "og:availability": "availability", "product:brand": "brand", "og:brand": "brand",
    "product:price:currency": "priceCurrency", "og:product:price": "price",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedOffer:
    """One statement about a product.

    Prices are in fen, ``available`` is None where nothing is said, ``source`` is json-ld, microdata or opengraph.
    """

    source: str
    name: str = ""
    low: int | None = None
    high: int | None = None
    currency: str = ""
    available: bool | None = None
    brand: str = ""
    seller: str = ""

    @property
    def called(self) -> Text:
        """The name of its source in a sentence."""
        return Text(**_SOURCES[self.source])


@per_drawn
def structured_products(view: View) -> tuple[StatedOffer, ...]:
    """Everything the page's markup states about products."""
    return read_structured(view.html)


def read_structured(markup: str) -> tuple[StatedOffer, ...]:
    """The statements in a page's markup, in the order JSON-LD, microdata, OpenGraph. Bounded; never raises on any text."""
    page = markup[:_PAGE]
    found = [_product(node) for block in _blocks(page) for node in _nodes(block) if "product" in _types(node)]
    found += _attributes(page)
    return tuple(offer for offer in found if offer.name or offer.low is not None or offer.available is not None)


def _blocks(page: str) -> Iterator[object]:
    for count, match in enumerate(_LD.finditer(page)):
        if count >= _BLOCKS:
            return
        end = page.find("</", match.end(), match.end() + _BLOCK)
        while end >= 0 and page[end + 2 : end + 8].lower() != "script":
            end = page.find("</", end + 2, match.end() + _BLOCK)
        if end < 0:
            continue
        text = page[match.end() : end].strip()
        text = text.removeprefix("<!--").removesuffix("-->").removeprefix("<![CDATA[").removesuffix("]]>").strip()
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
        for attempt in (text, _TRAILING.sub("", text), entities.unescape(text)):
            try:
                yield json.loads(attempt, strict=False)
            except (ValueError, RecursionError):
                continue
            break


def _nodes(block: object) -> Iterator[dict[str, Any]]:
    """Every object of a tree, outermost first, up to a limit."""
    left, seen = [block], 0
    while left and seen < _NODES:
        at = left.pop(0)
        seen += 1
        if isinstance(at, dict):
            yield at
            left += [value for value in at.values() if isinstance(value, dict | list)]
        elif isinstance(at, list):
            left += [value for value in at[:_NODES] if isinstance(value, dict | list)]


def _types(node: dict[str, Any]) -> set[str]:
    raw = node.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return {name.rpartition("/")[2].lower() for name in names if isinstance(name, str)}


def _product(node: dict[str, Any]) -> StatedOffer:
    offers = [
        offer
        for offer in _nodes(node.get("offers"))
        if "price" in offer or "lowPrice" in offer or "availability" in offer
    ]
    lows = [value for offer in offers if (value := _money(offer.get("lowPrice", offer.get("price")))) is not None]
    highs = [value for offer in offers if (value := _money(offer.get("highPrice", offer.get("price")))) is not None]
    stock = [value for offer in offers if (value := _available(offer.get("availability"))) is not None]
    return StatedOffer(
        "json-ld",
        _words(node.get("name")),
        min(lows, default=None),
        max(highs, default=None),
        next((_words(offer.get("priceCurrency")) for offer in offers if offer.get("priceCurrency")), ""),
        any(stock) if stock else None,
        _words(node.get("brand")),
        next((_words(offer.get("seller")) for offer in offers if offer.get("seller")), ""),
    )


def _attributes(page: str) -> list[StatedOffer]:
    """One statement from the first microdata and one from the OpenGraph properties; lists of several products are skipped."""
    written = page.lower()
    if "itemprop" not in written and not any(name in written for name in _PROPERTIES):  # the usual case
        return []
    micro: dict[str, list[str]] = {}
    graph: dict[str, list[str]] = {}
    for match in _TAG.finditer(page):
        rest = match["rest"]
        lowered = rest.lower()
        if "itemprop" not in lowered and "property" not in lowered and "name=" not in lowered:
            continue
        given = {key.lower(): first or second or third for key, first, second, third in _ATTRIBUTE.findall(rest)}
        said = given.get("content") or given.get("href") or match["text"].strip()
        if name := given.get("itemprop", ""):
            micro.setdefault(name, []).append(said)
        elif name := _PROPERTIES.get(given.get("property", given.get("name", "")).lower(), ""):
            graph.setdefault(name, []).append(said)
    found = []
    for source, values in (("microdata", micro), ("opengraph", graph)):
        prices = {value for said in values.get("price", ()) if (value := _money(said)) is not None}
        if not (values.get("price") or values.get("availability")) or len(prices) > 1:
            continue
        price = next(iter(prices), None)
        low = _money(next(iter(values.get("lowPrice", ())), None)) or price
        high = _money(next(iter(values.get("highPrice", ())), None)) or price
        stock = _available(next(iter(values.get("availability", ())), None))
        currency, brand = (next(iter(values.get(key, ())), "")[:80] for key in ("priceCurrency", "brand"))
        found.append(StatedOffer(source, "", low, high, currency, stock, brand))
    return found


def _money(value: object) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return read_fen(f"{value:.2f}") if 0 <= value < 1e9 else None
    return read_fen(value.strip().lstrip("¥￥").strip()) if isinstance(value, str) and len(value) < 40 else None


def _available(value: object) -> bool | None:
    if not isinstance(value, str):
        return None
    said = value.rpartition("/")[2].replace(" ", "").replace("_", "").lower()
    if said in ("instock", "limitedavailability", "onlineonly", "preorder", "presale", "available"):
        return True
    return False if said in ("outofstock", "soldout", "discontinued", "oos") else None


def _words(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split())[:200] if isinstance(value, str) else ""
