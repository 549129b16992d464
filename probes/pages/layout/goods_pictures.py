"""Pictures of goods: what is written on one names goods, and no page of the shop."""

from __future__ import annotations

from crawler.links.link_around import find_link_around
from crawler.links.role_links import is_about_goods
from crawler.site import Element, View
from crawler.vocabulary import Region, Role


def shows_goods(view: View, element: Element) -> bool:
    """Whether it is a picture in a link to goods, or one without words of its own in the main part of a product's page."""
    if not element.image or element.href:
        return False
    if is_about_goods(find_link_around(view, element)):
        return True
    worded = any((element.text, element.own, element.name, element.pseudo))
    return view.role is Role.PRODUCT and element.region is Region.MAIN and not worded
