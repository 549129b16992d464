"""The looks of one audit share what may be spent on pictures: what the first left unread is not read by the second."""

import pytest

from crawler.crawl import crawl_site
from crawler.dom.ocr import Ocr, ocr_available
from crawler.dom.picture_places import PicturePlace
from crawler.dom.snapshot_script import reading_settings
from crawler.plan import Plan
from crawler.site import Platform, View
from crawler.visit.pictures.picture_budget import PictureBudget
from tests.crawler.crawl_helpers import DESKTOP, Memory, Shop, page, served, wants
from tests.crawler.dom.lent_reader import IN_ONE_WORKER, borrowed_reader
from tests.crawler.visit.test_picture_reading import drawn, of

pytestmark = [
    pytest.mark.browser,
    IN_ONE_WORKER,
    pytest.mark.skipif(not ocr_available(), reason="the OCR extra is not installed"),
]
FOOTER = """<p>栗子里商城</p><footer style="margin-top:2000px"><p>© 商城 关于我们</p>
<img id="one" src="/one.png" width="300" height="60">%s</footer>"""
ONE = drawn((300, 60), {(10, 15): "七天无理由退货"})
TWO = drawn((300, 60), {(10, 15): "食品经营许可证"})


async def look_at_shop(shop: Shop, look: int, reader: Ocr, pictures: PictureBudget) -> View:
    plan = Plan(wants([]), devices=DESKTOP, look=look, pace=0.0, allow_private=True)
    site = await crawl_site(Platform(shop.url), plan, Memory(), reader=reader, pictures=pictures)
    return site.only(look, DESKTOP[0]).views[0]


def list_read_words(view: View) -> list[str]:
    return [one.ocr for one in view.elements if one.ocr]


@pytest.mark.parametrize("all_spent", [True, False])
async def test_a_second_look_knows_what_the_first_read_and_spends_only_what_it_left(all_spent: bool) -> None:
    pages = {"/": page(FOOTER % "")}
    budget, shop = PictureBudget(), Shop({**pages, "/one.png": ONE, "/two.png": TWO})
    async with served(shop), borrowed_reader() as reader:
        first = await look_at_shop(shop, 1, reader, budget)
        assert (list_read_words(first), budget.tiles) == (["七天无理由退货"], 1)
        if all_spent:  # as on many pages
            budget.spend(PicturePlace.LICENCE, reading_settings().ocr.budget.tiles, 0.0)
        shop.routes = {**shop.routes, "/": page(FOOTER % '<img id="two" src="/two.png" width="300" height="60">')}
        second = await look_at_shop(shop, 2, reader, budget)
    unread = [of(second, "two").id] if all_spent else []
    assert of(second, "one").ocr == "七天无理由退货"
    assert of(second, "two").ocr == ("" if all_spent else "食品经营许可证")
    assert list(second.thoroughness.unread_images) == unread
