"""What earlier visits saw of the same products, from the frozen history of a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.site import Site
from crawler.vocabulary import Device
from probes.pages.products.cards import bare_address
from probes.text.numbers.prices import read_fen


@dataclass(frozen=True, slots=True)
class EarlierProduct:
    """One product as one device saw it on one earlier visit; what that visit did not record is None or empty."""

    at: datetime
    url: str
    device: str
    price: int | None  # fen
    stock: str


def past_products(site: Site) -> tuple[EarlierProduct, ...]:
    """All earlier sightings of products, oldest first. ``values`` of kind ``product``: url, device, price in yuan, stock."""
    found = []
    for past in site.history:
        url = past.values.get("url")
        if past.kind != "product" or not isinstance(url, str):
            continue
        price, stock = past.values.get("price"), past.values.get("stock")
        written = f"{price:.2f}" if isinstance(price, int | float) and abs(price) < 1e9 else str(price or "")
        device = str(past.values.get("device") or Device.DESKTOP)
        found.append(
            EarlierProduct(
                past.at, bare_address(url), device, read_fen(written.lstrip("¥￥").strip()), str(stock or "")
            )
        )
    return tuple(sorted(found, key=lambda once: (once.at, once.url, once.device)))


def past_of_address(site: Site, url: str) -> tuple[EarlierProduct, ...]:
    """The earlier sightings at one address, oldest first."""
    return tuple(once for once in past_products(site) if once.url == bare_address(url))
