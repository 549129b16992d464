"""What earlier visits saw of the same products, as the frozen history of a site has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.site import Site
from crawler.vocabulary import Device
from probes.reading.cards import bare
from probes.reading.prices import fen


@dataclass(frozen=True, slots=True)
class Once:
    """One product as one device saw it in one earlier visit; what that visit did not tell is None or empty."""

    at: datetime
    url: str
    device: str
    price: int | None  # fen
    stock: str


def past(site: Site) -> tuple[Once, ...]:
    """Every earlier look at a product, oldest first. ``values`` of kind ``product``: url, device, price in yuan, stock."""
    found = []
    for each in site.history:
        url = each.values.get("url")
        if each.kind != "product" or not isinstance(url, str):
            continue
        price, stock = each.values.get("price"), each.values.get("stock")
        written = f"{price:.2f}" if isinstance(price, int | float) and abs(price) < 1e9 else str(price or "")
        device = str(each.values.get("device") or Device.DESKTOP)
        found.append(Once(each.at, bare(url), device, fen(written.lstrip("¥￥").strip()), str(stock or "")))
    return tuple(sorted(found, key=lambda once: (once.at, once.url, once.device)))


def of(site: Site, url: str) -> tuple[Once, ...]:
    """The earlier looks at one address, oldest first."""
    return tuple(once for once in past(site) if once.url == bare(url))
