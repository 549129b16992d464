"""Pictures left unread on one page of a shop that were read whole on another: they hold nothing that was not looked at."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from crawler.site import Element, Site, View
from crawler.vocabulary import Device, Role
from probes.pages.absence.unread import FILE
from probes.pages.layout.named_pictures import is_logo
from probes.text.shown import list_seen

_Place = tuple[Device, int, Role]
_LIMITS = FILE.load().limits


def forget_read_pictures(site: Site) -> Site:
    """The site without the unread pictures that say nothing new: without words where they were read, or read on a like page.

    The words of a picture count on the page where they were read. So one with words is left out only on pages of the
    same role, device and look, and never on pages of goods, which are counted one by one.
    """
    spoken: dict[str, set[_Place]] = {}
    for view, picture in _list_read(site.views):
        places = spoken.setdefault(picture.image, set())
        if sum(map(str.isalnum, picture.ocr)) > _LIMITS["letters"]:
            places.add(_place_of(view))
    for logo in _list_logos(site.views):
        spoken.setdefault(logo, set())
    views = tuple(_forget(view, spoken) for view in site.views) if spoken else site.views
    return site if views == site.views else dataclasses.replace(site, views=views)


def _list_read(views: Iterable[View]) -> Iterator[tuple[View, Element]]:
    for view in views:
        unread = frozenset(view.thoroughness.unread_images)
        for element in view.elements:
            if element.ocr_engine and element.id not in unread and element.image.startswith("http"):
                yield view, element


def _list_logos(views: Iterable[View]) -> frozenset[str]:
    """The addresses of pictures left unread on some page that are the shop's logo on one."""
    unread = {
        view.elements[id].image
        for view in views
        for id in view.thoroughness.unread_images
        if 0 <= id < len(view.elements) and view.elements[id].image.startswith("http")
    }
    pictures = ((view, one) for view in views if unread for one in list_seen(view.elements) if one.image in unread)
    return frozenset(picture.image for view, picture in pictures if is_logo(view, picture))


def _forget(view: View, spoken: dict[str, set[_Place]]) -> View:
    thorough = view.thoroughness
    unread = thorough.unread_images
    left = tuple(
        id for id in unread if not (0 <= id < len(view.elements) and _is_known(view, view.elements[id], spoken))
    )
    if len(left) == len(unread):
        return view
    count = thorough.images_unread - (len(unread) - len(left))
    return dataclasses.replace(
        view, thoroughness=dataclasses.replace(thorough, images_unread=count, unread_images=left)
    )


def _is_known(view: View, picture: Element, spoken: dict[str, set[_Place]]) -> bool:
    places = spoken.get(picture.image)
    if places is None:
        return False
    return not places or (view.role is not Role.PRODUCT and _place_of(view) in places)


def _place_of(view: View) -> _Place:
    return view.device, view.look, view.role
