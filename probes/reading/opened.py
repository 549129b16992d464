"""Which entries lead to a page that was opened: a verdict names such a one before another that only looks alike."""

from __future__ import annotations

from crawler.addressing import alike
from crawler.site import Element, Site


def opened(site: Site) -> frozenset[str]:
    """The addresses of all pages that were seen, as asked for and as they ended, in the spelling of ``alike``."""
    return frozenset(alike(url) for view in site.views for url in (view.url, view.asked) if url)


def leads_to_opened(element: Element, addresses: frozenset[str]) -> bool:
    """Whether the element is a link to one of those pages."""
    return bool(element.href) and alike(element.href) in addresses
