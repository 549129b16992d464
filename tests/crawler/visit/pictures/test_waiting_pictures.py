"""Pictures by whose words no link is found are read beside the tour; their pages are stored complete and in order all the same."""

import dataclasses

import pytest

from crawler.dom.ocr import ocr_available
from crawler.visit.pictures import waiting_pictures
from crawler.visit.pictures.waiting_pictures import CUT_OFF, WaitingPictures
from crawler.vocabulary import FURTHER, LANDED, Role
from tests.crawler.altered_settings import reading_with
from tests.crawler.crawl_helpers import Memory, Shop, crawled, page, served, visiting
from tests.crawler.dom.lent_reader import IN_ONE_WORKER, borrowed_reader
from tests.crawler.visit.test_picture_reading import drawn, of

pytestmark = [
    pytest.mark.browser,
    IN_ONE_WORKER,
    pytest.mark.skipif(not ocr_available(), reason="the OCR extra is not installed"),
]
HEAD = f'<h1>杯子</h1><div style="height:950px">¥ 9.00 {"手工拉坯，釉下青花。" * 30}</div>'


def shop_of_goods(detail: str) -> Shop:
    """A page of goods with a large picture of details and a sign that is all a link says, and a bare page."""
    body = f"""{HEAD}<img id="detail" src="/detail.png" width="750" height="500">
    <a href="/elder"><img id="sign" src="/sign.png" width="260" height="60"></a><footer><p>© 商城</p></footer>"""
    return Shop(
        {
            "/": page(body),
            "/bare": page(f"{HEAD}<footer><p>© 商城</p></footer>"),
            "/detail.png": drawn((750, 500), {(40, 40): detail}),
            "/sign.png": drawn((260, 60), {(20, 15): "长辈模式由此进入"}),
        }
    )


async def test_a_tour_waits_for_signs_alone_and_pages_are_stored_in_order_with_all_words() -> None:
    shop = shop_of_goods("支持七天无理由退货")
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        trip, kept = visitor.trip, visitor.trip.keep
        assert isinstance(kept, Memory)
        trip.ocr, trip.waiting = reader, WaitingPictures(reader, trip.pictures, trip.store_views)
        assert await visitor.open(shop.url), visitor.stop
        view = await visitor.capture(Role.PRODUCT, LANDED)
        assert of(view, "sign").ocr == "长辈模式由此进入"
        assert of(view, "detail").ocr == ""
        again = dataclasses.replace(view, id="again", role=Role.LIST)
        await trip.add_view(again)
        assert await visitor.open(f"{shop.url}bare"), visitor.stop
        await visitor.capture(Role.PRODUCT, FURTHER)
        await trip.waiting.finish()
        late = await trip.add_view(dataclasses.replace(view, id="late", role=Role.SEARCH))

        assert [one.id for one in kept.views] == [one.id for one in trip.views] == ["v1", "again", "v2", "late"]
        assert kept.views == trip.views
        for one in (kept.views[0], kept.views[1], late):
            assert of(one, "detail").ocr == "支持七天无理由退货"
            assert one.thoroughness.unread_images == ()
            assert one.thoroughness.images_unread == 0
        assert trip.pictures.tiles == 2


async def test_what_waits_when_an_audit_ends_is_stored_as_unread() -> None:
    shop = shop_of_goods("支持七天无理由退货")
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        trip, kept = visitor.trip, visitor.trip.keep
        assert isinstance(kept, Memory)
        trip.ocr, trip.waiting = reader, WaitingPictures(reader, trip.pictures, trip.store_views)
        assert await visitor.open(shop.url), visitor.stop
        await visitor.capture(Role.PRODUCT, LANDED)
        await trip.waiting.end()
        await trip.waiting.finish()  # there is nothing left to wait for

        (view,) = kept.views
        detail = of(view, "detail")
        assert detail.ocr == ""
        assert view.thoroughness.unread_images == (detail.id,)
        assert view.thoroughness.notes[-1] == f"picture {detail.id} unread: {CUT_OFF}"
        assert of(view, "sign").ocr == "长辈模式由此进入"


@pytest.mark.parametrize("limit", [{"waiting": 0}, {"waiting_bytes": 100}])
async def test_no_more_waits_than_may_be_held_and_nothing_of_the_budget_is_lost(
    limit: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_pictures, "reading_settings", reading_with("ocr.budget", **limit))
    shop = shop_of_goods("支持七天无理由退货")
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        trip = visitor.trip
        trip.ocr, trip.waiting = reader, WaitingPictures(reader, trip.pictures, trip.store_views)
        assert await visitor.open(shop.url), visitor.stop
        view = await visitor.capture(Role.PRODUCT, LANDED)
        assert of(view, "detail").ocr == "支持七天无理由退货"
        assert trip.pictures.tiles == 2


async def test_a_page_that_a_banner_alone_names_is_opened_all_the_same() -> None:
    """What the banner says is read while other pages are looked at, and before the tour is at its end."""
    shop = Shop(
        {
            "/": page(
                """<h1>杯子铺</h1><a href="/p?n=7"><img src="/banner.png" width="900" height="300"></a>
                <nav><a href="/about">关于我们</a></nav><footer><p>© 商城</p></footer>"""
            ),
            "/p?n=7": page(f"<h1>付款办法</h1><p>{'可用银行卡与货到付款。' * 20}</p>"),
            "/about": page(f"<h1>关于我们</h1><p>{'我们烧制杯子。' * 40}</p>"),
            "/banner.png": drawn((900, 300), {(60, 120): "支付方式"}, px=60),
        }
    )
    async with served(shop):
        site = await crawled(shop, Role.PAYMENT, Role.ABOUT, ocr=True)
    home, paid = site.view(Role.HOME), site.view(Role.PAYMENT)
    assert home is not None
    assert any(one.ocr == "支付方式" for one in home.elements)
    assert paid is not None
    assert paid.url.endswith("/p?n=7")


async def test_an_interrupted_visit_stores_no_page_whose_pictures_wait() -> None:
    """It is looked at again, with all its pictures, when the visit goes on."""
    shop = shop_of_goods("支持七天无理由退货")
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        trip, kept = visitor.trip, visitor.trip.keep
        assert isinstance(kept, Memory)
        trip.ocr, trip.waiting = reader, WaitingPictures(reader, trip.pictures, trip.store_views)
        assert await visitor.open(f"{shop.url}bare"), visitor.stop
        await visitor.capture(Role.PRODUCT, LANDED)
        assert await visitor.open(shop.url), visitor.stop
        await visitor.capture(Role.PRODUCT, FURTHER)
        await trip.waiting.stop()
        assert [one.id for one in kept.views] == ["v1"]
