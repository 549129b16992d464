"""What earlier visits saw of the same shop's products and rules, in brief: whether prices, stock and rules changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from crawler.site import Fetch, Past, View
from crawler.vocabulary import LANDED, Role
from probes.pages.main.fingerprint import page_fingerprint
from probes.pages.products.products import PageKind, read_product
from probes.text.numbers.prices import PriceKind
from probes.text.remember import judging_cache
from storage.blobs.blob_store import BlobStore
from storage.db.codec import decode_record, pause_garbage_collection
from storage.db.session import Store
from storage.db.tables import FetchRow, ViewRow
from storage.errors import BlobDamaged, BlobMissing, RecordDamaged

TITLE_CHARS = 200
STOCK_CHARS = 60
RULES = (Role.RULES, Role.AGREEMENT)


async def load_past_pages(store: Store, visits: Sequence[str]) -> tuple[Past, ...]:
    """One Past per product (kind ``product``) and rule (kind ``rule``) of those visits, in their order, by device and address.

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
        found[visit] += _not_there(decode_record(Fetch, record))
    read = await asyncio.to_thread(_read, store.blobs, [(visit, blob) for visit, blob in seen])
    for visit, past in read:
        found[visit].append(past)
    return tuple(past for visit in visits for past in sorted(found[visit], key=_place))


def _place(past: Past) -> tuple[str, str, str, datetime]:
    return past.kind, str(past.values.get("device", "")), str(past.values["url"]), past.at


def _read(blobs: BlobStore, named: Sequence[tuple[str, str]]) -> list[tuple[str, Past]]:
    with pause_garbage_collection(), judging_cache():
        return [(visit, _past(view)) for visit, blob in named for view in _view(blobs, blob)]


def _view(blobs: BlobStore, blob: str) -> Iterator[View]:
    try:
        yield decode_record(View, blobs.read(blob))
    except (BlobMissing, BlobDamaged, RecordDamaged):
        return  # pruned or damaged: its content is no longer known


def _past(view: View) -> Past:
    return _product(view) if view.role is Role.PRODUCT else _rule(view)


def _product(view: View) -> Past:
    read = read_product(view)
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
    """A product address that answered that the product no longer exists; a page that was hidden from us says nothing."""
    if not fetch.error:
        nothing = {"title": "", "price": None, "struck": None, "stock": "", "gone": True}
        yield Past(fetch.at, "product", {"url": fetch.asked, "device": "desktop", **nothing})


def _rule(view: View) -> Past:
    name, characters = page_fingerprint(view)
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
