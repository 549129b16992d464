"""Whether a shop was walked to its ends: nothing that was seen leads to a page that was not, but to goods."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler import discover
from crawler.addressing import identity, openable
from crawler.discover import speaks_of_goods, speaks_of_list
from crawler.discovery.address_templates import Template, fits_template, learn_templates
from crawler.site import Element, Site, View
from crawler.vocabulary import LANDED, MENUS, Region, Role
from crawler.words import plain
from probes.pages.forms import stands_in_form
from probes.reading.remember import per_site

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("exhausted.toml").read_text("utf-8"))
_OUTSIDE: tuple[str, ...] = tuple(_DATA["answered"])
_FORM_PARTS = frozenset(_DATA["form_parts"])
_PRESSED_TAGS = frozenset(_DATA["pressed_tags"])
_HARMLESS: tuple[str, ...] = tuple(plain(word) for word in _DATA["harmless"])
_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        word
        for role, rule in discover.RULES.items()
        if role not in (Role.LIST, Role.PRODUCT)
        for word in (*rule.words, *(one for topic in rule.further for one in topic))
    )
)
_OF_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT})


@per_site
def nothing_left(surface: Site) -> bool:
    """Whether all that the pages seen lead to is goods or was seen: then no page of the shop was missed for want of its name.

    On a page of goods only what stands around them counts, elsewhere every link and control that was seen, menus included.
    """
    if surface.view(Role.HOME) is None:
        return False
    known = _Known.of(surface)
    looked_at = [view for view in surface.views if view.state in (LANDED, MENUS)]
    return not any(_leads_on(each, known) for view in looked_at for each in _controls(view))


def _forms_of_goods(surface: Site) -> tuple[Template, ...]:
    """The forms that addresses of goods and of their lists have at this shop, learnt from the pages of the kind that were seen.

    A form that a page of another kind has too tells nothing.
    """
    others = [view.url for view in surface.views if view.role not in _OF_GOODS]
    found = [
        form for role in (Role.PRODUCT, Role.LIST) for form in learn_templates(view.url for view in surface.all(role))
    ]
    return tuple(form for form in found if not any(fits_template(url, (form,)) for url in others))


def _controls(view: View) -> Iterator[Element]:
    """Seen links and controls, the outermost of those that lie in each other; parts of a form do something and lead nowhere.

    A block that listens to presses and holds links or buttons is none itself: they are.
    """
    known = {(each.frame, each.id): each for each in view.elements}
    pressed = {place for place, each in known.items() if each.href or each.clickable}
    around = {(frame, above) for frame, id in pressed for above in _places_around(known[frame, id].selector)}
    blocks = {
        place for place in pressed if known[place].tag not in _PRESSED_TAGS and not known[place].href
        and (place[0], known[place].selector) in around
    }  # fmt: skip
    for each in view.elements:
        place, above = (each.frame, each.id), (each.frame, each.parent)
        if not each.seen or place not in pressed or place in blocks or (above in pressed and above not in blocks):
            continue
        if not each.href and (each.tag in _FORM_PARTS or stands_in_form(each, known)):
            continue
        if view.role is not Role.PRODUCT or each.region is not Region.MAIN:
            yield each


def _places_around(selector: str) -> Iterator[str]:
    """The selectors of all that an element stands in, from within."""
    while (selector := selector.rpartition(">")[0].rstrip(" >")) != "":
        yield selector


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of where links and controls of a shop lead: pages seen, lists seen, forms of goods' addresses, menus brought up."""

    pages: frozenset[str]
    lists: frozenset[str]  # without their queries
    forms: tuple[Template, ...]
    menus: frozenset[str]  # selectors of the controls that brought up a menu
    roles: frozenset[Role]

    @classmethod
    def of(cls, surface: Site) -> _Known:
        return cls(
            frozenset(identity(url) for view in surface.views for url in (view.url, view.asked)),
            frozenset(listed for view in surface.views if view.role in _OF_GOODS and (listed := _list_of(view.url))),
            _forms_of_goods(surface),
            frozenset(each.opened_by for view in surface.views for each in view.elements if each.opened_by),
            frozenset(view.role for view in surface.views),
        )


def _list_of(url: str) -> str:
    """The address of a list whatever it is sorted and narrowed by; "" at the root, where a query may name any page."""
    parts = urlsplit(url)
    return (
        identity(f"{parts.scheme}://{parts.netloc}{parts.path}")
        if parts.path.strip("/") and "." not in parts.path
        else ""
    )


def _leads_on(element: Element, known: _Known) -> bool:
    """Whether it leads to a page that was not seen and is none of goods.

    A control without an address may lead anywhere, and so may a link to a place on its own page, which scripts often listen to; not so
    what brought up a menu, whose links were seen, and what says the name of a page that was.
    """
    said = plain(element.text or element.own or element.name)
    if element.selector in known.menus or any(said == word for word in _HARMLESS):
        return False
    here = openable(element.href)
    page = identity(element.href) if here else ""
    if not here or ("#" in element.href and "#" not in page):
        stays = here or not element.href or element.href.lower().startswith(("javascript:", "#"))
        return stays and not any(said in discover.RULES[role].words for role in known.roles if role in discover.RULES)
    if page in known.pages or speaks_of_goods(element.href) or fits_template(element.href, known.forms):
        return False
    if speaks_of_list(element.href) and not any(word in said for word in _NAMES):
        return False
    if "?" in element.href and _list_of(element.href) in known.lists:
        return False
    return not (urlsplit(element.href).hostname or "").endswith(_OUTSIDE)
