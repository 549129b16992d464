"""Goods that only the site map lists: where no page of a shop leads to any, the commonest kinds of its addresses are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crawler.discovery.products.address_templates import Template, fits_template, learn_templates
from crawler.limits import DISCOVERY
from crawler.links import role_links
from crawler.links.role_links import Lead
from crawler.site import View
from crawler.vocabulary import FoundBy, Role


def site_map_goods(site_map: Iterable[str], opened: Iterable[str], gave: Callable[[str], bool]) -> Iterator[Lead]:
    """Addresses of the site map that may be goods', the commonest kind first; a second of a kind only if the first ``gave`` a product.

    Kinds of which a page was opened already are known to be something else, and so are those of lists. Whatever is
    opened must prove itself a product.
    """
    listed = [url for url in site_map if not _is_of_lists(url)]
    known = tuple(opened)
    kinds: list[list[str]] = []
    for template in learn_templates(listed):
        group = [url for url in listed if fits_template(url, (template,))]
        if len(group) >= DISCOVERY.alike and not any(fits_template(url, (template,)) for url in known):
            kinds.append(group)
    for group in sorted(kinds, key=len, reverse=True):
        for url in group:
            yield Lead(Role.PRODUCT, url, None, 0.0, FoundBy.SITE_MAP, None, ())
            if not gave(url):
                break


def proven_kinds(site_map: Iterable[str], seen: Iterable[View]) -> tuple[Template, ...]:
    """Kinds of the site map's addresses of which two products were seen and nothing else.

    Two addresses that share no number make no pattern by themselves; with the others that the site map lists they do.
    """
    views = tuple(seen)
    goods = {view.url for view in views if view.role is Role.PRODUCT}
    others = {view.url for view in views} - goods
    return tuple(
        template
        for template in learn_templates(url for url in site_map if not _is_of_lists(url))
        if sum(fits_template(url, (template,)) for url in goods) >= DISCOVERY.proving
        and not any(fits_template(url, (template,)) for url in others)
    )


def _is_of_lists(url: str) -> bool:
    return role_links.speaks_of_lists(url) or role_links.does_something(url)
