"""Known brands that a shop's page speaks for, or names, although the shop is not theirs."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Platform, View
from probes.text.remember import per_view_and
from probes.text.strangers import BRANDS

_DATA = BRANDS.load()
_LIMITS = _DATA.limits
_BRANDS = _DATA.brands


def foreign_brand(view: View, platform: Platform) -> str:
    """A known brand in whose name this policy speaks although the shop is not that brand's; empty without one."""
    return _foreign(view, (platform.url, platform.name))


@per_view_and
def _foreign(view: View, whose: tuple[str, str]) -> str:
    platform = Platform(*whose)
    hosts = {urlsplit(platform.url).hostname or "", urlsplit(view.url).hostname or ""}
    for brand, domains in _BRANDS.items():
        home = any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains)
        if home or brand in platform.name:
            continue
        opening = brand in view.title or brand in view.text[: _LIMITS["opening"]]
        if opening and view.text.count(brand) >= _LIMITS["foreign_mentions"] and platform.name not in view.text:
            return brand
    return ""


def brand_named(text: str, platform: Platform, but: tuple[str, ...] = ()) -> str:
    """A known brand, not at home on this platform, that a text names, except those in ``but``; empty without one."""
    for brand, domains in _BRANDS.items():
        if brand not in text or brand in but or brand in platform.name:  # the usual case
            continue
        host = urlsplit(platform.url).hostname or ""
        if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
            return brand
    return ""
