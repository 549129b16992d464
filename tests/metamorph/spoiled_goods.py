"""Changes of goods and forms that contradict what an answer says well of them."""

from __future__ import annotations

import dataclasses
import re

from crawler.site import Past, Site, View
from crawler.vocabulary import Device, Role
from tests.cases.build import element
from tests.metamorph.sites import emptied_page, pages, products, with_more
from tests.metamorph.spoils import MANY, TABLE
from tests.metamorph.subjects import Subject

_BRAND = re.compile(r"(?<=品牌：)\S+")
_AMOUNT = re.compile(r"(?<=[¥￥])\d+")


def many_fields(subject: Subject) -> Site | None:
    """The form wants to know as much again, ten times."""

    def more(view: View) -> View:
        asked = [other_element for other_element in view.elements if other_element.required]
        return with_more(view, *(other_element for _ in range(MANY) for other_element in asked))

    asked = any(other_element.required for view in subject.site.views for other_element in view.elements)
    return pages(subject.site, more) if asked else None


def priced_otherwise(subject: Subject) -> Site | None:
    """Each product's own page shows another price."""

    def dearer(text: str) -> str:
        return _AMOUNT.sub(lambda found: f"{7 * int(found[0]) + 3}", text)

    def page(view: View) -> View:
        elements = tuple(
            dataclasses.replace(other_element, text=dearer(other_element.text), own=dearer(other_element.own))
            for other_element in view.elements
        )
        return dataclasses.replace(view, text=dearer(view.text), elements=elements)

    return products(subject.site, page)


def left_behind(subject: Subject) -> Site | None:
    """On the phone each product was always as dear as when it was first looked at."""
    first: dict[object, object] = {}

    def old(past: Past) -> Past:
        if past.kind != "product":
            return past
        price = first.setdefault(past.values.get("url"), past.values.get("price"))
        on_phone = past.values.get("device") == Device.MOBILE
        return dataclasses.replace(past, values={**past.values, "price": price}) if on_phone else past

    return dataclasses.replace(subject.site, history=tuple(map(old, subject.site.history)))


def sold_out(subject: Subject) -> Site | None:
    """Each product is said to be sold out where it can be bought, and to be there where it cannot."""
    line = "该商品已售罄"
    buy = "立即购买"

    def page(view: View) -> View:
        said = element(0, view.url, text=line, box=(20, 130, 200, 28))
        offered = element(0, view.url, text=buy, tag="button", clickable=True, box=(20, 160, 200, 28))
        return with_more(with_more(view, said), offered)

    return products(subject.site, page)


def branded_otherwise(subject: Subject) -> Site | None:
    """Every second product has another brand among its parameters than in its title."""
    odd = {view.id for view in subject.site.all(Role.PRODUCT)[::2]}

    def other(text: str) -> str:
        return _BRAND.sub(TABLE["brand"], text)

    def page(view: View) -> View:
        if view.id not in odd:
            return view
        said = tuple(
            dataclasses.replace(other_element, text=other(other_element.text), own=other(other_element.own))
            for other_element in view.elements
        )
        return dataclasses.replace(view, elements=said, text=other(view.text))

    return products(subject.site, page)


def withdrawn(subject: Subject) -> Site | None:
    """Each product's page says no more than that it is not sold any longer."""
    said = TABLE["withdrawn"]

    def page(view: View) -> View:
        return with_more(emptied_page(view), element(0, view.url, text=said, tag="h1", heading=1))

    return products(subject.site, page)


def repeated(subject: Subject) -> Site | None:
    """All that is said below the heading of the reviews is the same."""

    def page(view: View) -> View:
        heads = [
            other_element.id
            for other_element in view.elements
            if other_element.heading and TABLE["reviews"] in other_element.text
        ]
        below = view.elements[heads[0] + 1 :] if heads else ()
        same = tuple(
            dataclasses.replace(other_element, text=below[0].text, own=below[0].own) for other_element in below
        )
        return dataclasses.replace(view, elements=(*view.elements[: len(view.elements) - len(same)], *same))

    return products(subject.site, page)


def ticked(subject: Subject) -> Site | None:
    """A paid service is ticked beforehand beside each product."""
    said = TABLE["paid"]

    def page(view: View) -> View:
        box = element(
            0, view.url, input_type="checkbox", name=said, checked=True, clickable=True, box=(20, 300, 20, 20)
        )
        return with_more(view, box, element(0, view.url, text=said, tag="label", box=(50, 300, 200, 20)))

    return products(subject.site, page)
