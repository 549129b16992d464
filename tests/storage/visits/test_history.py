"""Earlier timings of a shop, so that two slow days are told from one."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from crawler.site import Fetch, Past, Timing, View
from crawler.vocabulary import Device, Role
from probes.pages.main.fingerprint import page_fingerprint
from storage.blobs.folder import FolderBlobStore
from storage.db.session import Store
from storage.visits.history import load_visit_history
from storage.visits.visits import begin_visit
from tests.cases.build import view
from tests.storage.seen import AT, PLATFORM, a_timing, a_view


async def visited(store: Store, at: datetime, *timings: Timing, url: str = PLATFORM.url) -> None:
    async with await begin_visit(store, dataclasses.replace(PLATFORM, url=url), {}, at) as keeper:
        for timing in timings:
            await keeper.timing(timing)


async def test_medians_by_visit_role_and_device(store: Store) -> None:
    yesterday, before = AT - timedelta(days=1), AT - timedelta(days=2)
    await visited(store, before, a_timing(1, 100.0, before))
    runs = [a_timing(run, lcp, yesterday + timedelta(seconds=run)) for run, lcp in enumerate((300.0, 100.0, 250.0), 1)]
    failed = a_timing(4, 9000.0, yesterday, ok=False)
    phone = dataclasses.replace(a_timing(1, None, yesterday), device=Device.MOBILE)
    product = a_timing(1, 70.0, yesterday, Role.PRODUCT)
    await visited(store, yesterday, *runs, failed, phone, product)
    home = {"role": "home", "device": "desktop", "url": "https://shop.example/"}
    loads = tuple({"lcp_ms": number, "connect_ms": 3.0} for number in (300.0, 100.0, 250.0))
    once = {"runs": 1, "ok": 1, "settled": False, "connect_ms": 3.0}
    assert await load_visit_history(store, PLATFORM.url, AT) == (
        Past(yesterday, "timing", {**home, "runs": 4, "ok": 3, "settled": False, "loads": loads, "lcp_ms": 250.0, "connect_ms": 3.0}),
        Past(yesterday, "timing", {**home, **once, "device": "mobile", "loads": ({"connect_ms": 3.0},)}),
        Past(yesterday, "timing", {
            **home, **once, "role": "product", "lcp_ms": 70.0, "loads": ({"lcp_ms": 70.0, "connect_ms": 3.0},),
        }),
        Past(before, "timing", {**home, **once, "lcp_ms": 100.0, "loads": ({"lcp_ms": 100.0, "connect_ms": 3.0},)}),
    )  # fmt: skip


async def test_neither_this_visit_nor_later_nor_too_old_nor_other_shops(store: Store) -> None:
    for at in (AT, AT + timedelta(days=1), AT - timedelta(days=400)):
        await visited(store, at, a_timing(1, 1.0, at))
    await visited(store, AT - timedelta(days=1), a_timing(1, 1.0), url="https://other.example/")
    assert await load_visit_history(store, PLATFORM.url, AT) == ()
    assert len(await load_visit_history(store, PLATFORM.url, AT, days=500)) == 1


def a_product(number: int, price: str, *more: str, look: int = 1) -> View:
    said: list[dict[str, object]] = [
        {"tag": "h1", "heading": 1, "text": f"青釉马克杯 {number} 号"},
        {"text": f"¥{price}", "font_px": 24.0},
    ]
    said += [{"text": words} for words in more]
    said.append({"tag": "button", "text": "加入购物车", "clickable": True})
    page = f"https://shop.example/item/{number}"
    return view(Role.PRODUCT, None, said, id=f"{'vw'[look - 1]}{number}", url=page, asked=page, look=look)


async def test_what_products_and_rules_were_newest_visit_first(store: Store) -> None:
    rules = view(
        Role.RULES, "商家入驻规则", [{"text": "商家应提交营业执照。"}], id="v9", url="https://shop.example/rules"
    )
    lost = Fetch(
        "h1.1",
        "product",
        1,
        "https://shop.example/item/3",
        "https://shop.example/item/3",
        404,
        AT,
        0.0,
        text="HTTP 404",
    )
    blind = dataclasses.replace(lost, id="h1.2", asked="https://shop.example/item/4", status=None, error="timeout: x")
    for days, price in ((2, "49.00"), (1, "39.00")):
        async with await begin_visit(store, PLATFORM, {}, AT - timedelta(days=days)) as keeper:
            await keeper.view(a_product(1, price))
            await keeper.view(a_product(2, price, look=2))
            await keeper.view(rules)
            await keeper.view(a_view(8))
            for fetch in (lost, blind):
                await keeper.fetch(fetch)
            newest = keeper.id
    past = await load_visit_history(store, PLATFORM.url, AT)
    products = [one.values for one in past if one.kind == "product"]
    assert [(one["url"], one["price"], one["gone"]) for one in products] == [
        ("https://shop.example/item/1", 39.0, False), ("https://shop.example/item/3", None, True),
        ("https://shop.example/item/1", 49.0, False), ("https://shop.example/item/3", None, True),
    ]  # fmt: skip
    assert {key: products[0][key] for key in ("device", "title", "struck")} == {
        "device": "desktop", "title": "青釉马克杯 1 号", "struck": None,
    }  # fmt: skip
    name, characters = page_fingerprint(rules)
    ruled = [one.values for one in past if one.kind == "rule"]
    assert [(one["url"], one["role"], one["text_sha256"], one["chars"]) for one in ruled] == [
        ("https://shop.example/rules", "rules", name, characters)
    ] * 2
    assert len(await load_visit_history(store, PLATFORM.url, AT, without=newest)) == 3


async def test_pages_whose_evidence_is_gone_are_left_out(store: Store) -> None:
    async with await begin_visit(store, PLATFORM, {}, AT - timedelta(days=1)) as keeper:
        await keeper.view(a_product(1, "49.00"))
    assert isinstance(store.blobs, FolderBlobStore)
    for blob in sorted(path for path in store.blobs.folder.rglob("*") if path.is_file()):
        blob.unlink()
    assert await load_visit_history(store, PLATFORM.url, AT) == ()


def test_a_fingerprint_changes_with_the_words_and_not_with_menus() -> None:
    said = [{"text": "商家应提交营业执照。"}, {"text": "购物车(3)", "region": "header"}]
    one = view(Role.RULES, None, said)
    other = view(Role.RULES, None, [{"text": "商家应 提交营业执照。"}, {"text": "购物车(8)", "region": "header"}])
    assert page_fingerprint(one) == page_fingerprint(other)
    assert page_fingerprint(one) != page_fingerprint(view(Role.RULES, None, [{"text": "商家应提交许可证。"}]))
