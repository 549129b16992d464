"""What earlier visits saw of the same shop's products and rules, in a few words each: whether prices, stock and rules changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from crawler.site import Fetch, Past, View
from crawler.vocabulary import LANDED, Role
from probes.reading.fingerprint import fingerprint
from probes.reading.prices import PriceKind
from probes.reading.products import PageKind, product
from storage.blobs import Blobs
from storage.codec import decode, many
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged
from storage.session import Store
from storage.tables import FetchRow, ViewRow

TITLE_CHARS = 200
STOCK_CHARS = 60
RULES = (Role.RULES, Role.AGREEMENT)


async def past_pages(store: Store, visits: Sequence[str]) -> tuple[Past, ...]:
    """One Past for each product (kind ``product``) and rule (kind ``rule``) of those visits, in their order, by device and address.

    Pages whose evidence is gone are left out.
    """
    roles = [role.value for role in (Role.PRODUCT, *RULES)]
    pages = select(ViewRow.visit_id, ViewRow.blob).where(
        ViewRow.visit_id.in_(visits), ViewRow.role.in_(roles), ViewRow.state == LANDED, ViewRow.look == 1
    )
    lost = select(FetchRow.visit_id, FetchRow.record).where(
        FetchRow.visit_id.in_(visits), FetchRow.purpose == "product", FetchRow.look == 1
    )
    async with store.reading() as session:
        seen = (await session.execute(pages)).all()
        gone = (await session.execute(lost)).all()
    found: dict[str, list[Past]] = {visit: [] for visit in visits}
    for visit, record in gone:
        found[visit] += _not_there(decode(Fetch, record))
    read = await asyncio.to_thread(_read, store.blobs, [(visit, blob) for visit, blob in seen])
    for visit, past in read:
        found[visit].append(past)
    return tuple(past for visit in visits for past in sorted(found[visit], key=_place))


def _place(past: Past) -> tuple[str, str, str, datetime]:
    return past.kind, str(past.values.get("device", "")), str(past.values["url"]), past.at


def _read(blobs: Blobs, named: Sequence[tuple[str, str]]) -> list[tuple[str, Past]]:
    with many():
        return [(visit, _past(view)) for visit, blob in named for view in _view(blobs, blob)]


def _view(blobs: Blobs, blob: str) -> Iterator[View]:
    try:
        yield decode(View, blobs.read(blob))
    except (BlobMissing, BlobDamaged, RecordDamaged):
        return  # pruned or spoilt: what it said is not known any more


def _past(view: View) -> Past:
    return _product(view) if view.role is Role.PRODUCT else _rule(view)


def _product(view: View) -> Past:
    read = product(view)
    struck = next((price.low for price in read.prices if price.kind is PriceKind.STRUCK), None)
    stock = read.sold_out.words if read.sold_out is not None else read.field("stock").value
    return Past(
        view.at,
        "product",
        {
            "url": view.url,
            "device": view.device.value,
            "title": (read.title or view.title)[:TITLE_CHARS],
            "price": None if read.price is None else read.price.low / 100,
            "struck": None if struck is None else struck / 100,
            "stock": " ".join(stock.split())[:STOCK_CHARS],
            "gone": read.kind is PageKind.GONE,
        },
    )


def _not_there(fetch: Fetch) -> Iterator[Past]:
    """A product's address that said there is no such product any more; what hid itself from us says nothing."""
    if not fetch.error:
        nothing = {"title": "", "price": None, "struck": None, "stock": "", "gone": True}
        yield Past(fetch.at, "product", {"url": fetch.asked, "device": "desktop", **nothing})


def _rule(view: View) -> Past:
    name, characters = fingerprint(view)
    return Past(
        view.at,
        "rule",
        {
            "url": view.url,
            "device": view.device.value,
            "role": view.role.value,
            "title": view.title[:TITLE_CHARS],
            "text_sha256": name,
            "chars": characters,
        },
    )
