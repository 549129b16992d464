"""A page's pictures are read as a person sees them, within a budget; what nobody can see hides nothing, what we did not get is unread."""

import io
import subprocess
from collections.abc import Mapping

import pytest
from PIL import Image, ImageDraw, ImageFont

from crawler.dom.ocr import ocr_available
from crawler.dom.picture_places import PicturePlace
from crawler.site import Element, View
from crawler.visit import picture_reading
from crawler.visit.pictures import picture_budget
from crawler.visit.pictures.picture_budget import PictureBudget
from crawler.vocabulary import LANDED, Role
from tests.crawler.altered_settings import reading_with
from tests.crawler.crawl_helpers import Reply, Shop, page, visiting
from tests.crawler.dom.lent_reader import IN_ONE_WORKER, borrowed_reader

pytestmark = [
    pytest.mark.browser,
    IN_ONE_WORKER,
    pytest.mark.skipif(not ocr_available(), reason="the OCR extra is not installed"),
]


def font(size: int) -> ImageFont.FreeTypeFont:
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", "sans:lang=zh-cn"], capture_output=True, text=True, check=True
        )
        return ImageFont.truetype(found.stdout, size)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no CJK font on this machine")


def drawn(
    size: tuple[int, int], words: Mapping[tuple[int, int], str] = {}, px: int = 24, colour: str = "white"
) -> Reply:
    """A PNG with words at those places."""
    image = Image.new("RGB", size, colour)
    for place, said in words.items():
        ImageDraw.Draw(image).text(place, said, fill="black", font=font(px))
    out = io.BytesIO()
    image.save(out, "PNG")
    return Reply(out.getvalue(), kind="image/png")


async def seen(
    body: str, pictures: Mapping[str, Reply], role: Role = Role.HOME, held: frozenset[str] = frozenset(), pages: int = 1
) -> tuple[View, PictureBudget, Shop]:
    """The last view of a page with those pictures, looked at so many times, with a real reader."""
    shop = Shop({"/": page(body), **pictures}, held=set(held))
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        visitor.trip.ocr = reader
        for _ in range(pages):
            assert await visitor.open(shop.url), visitor.stop
            view = await visitor.capture(role, LANDED)
        return view, visitor.trip.pictures, shop


def of(view: View, id: str) -> Element:
    return next(one for one in view.elements if one.classes.split(" ")[0] == id)


async def test_a_picture_that_nobody_can_see_hides_nothing() -> None:
    body = """<footer style="margin-top:2000px"><p>© 商城 关于我们</p>
    <img id="gone" src="/gone.png" width="120" height="120"><img id="no-picture" src="/none.png" width="120" height="120">
    <img id="broken-data" src="data:image/png;base64,AAAA" width="120" height="120"><img id="empty" width="120" height="120">
    <div id="ground" style="background:url(/gone-too.png);width:120px;height:120px"></div>
    <div style="display:none"><img id="hidden" src="/hidden.png" width="120" height="120"></div>
    <div style="opacity:0"><img id="clear" src="/hidden.png" width="120" height="120"></div>
    <img id="flat" src="/flat.png" width="120" height="60"></footer>"""
    pictures = {
        "/none.png": Reply(b"no picture at all", kind="image/png"),
        "/hidden.png": drawn((120, 120), {(5, 40): "备案号"}),
        "/flat.png": drawn((120, 60)),
    }
    view, budget, _ = await seen(body, pictures)
    assert view.thoroughness.unread_images == ()
    assert view.thoroughness.images_unread == 0
    assert budget.tiles == 0
    assert not any(one.ocr for one in view.elements)


async def test_a_picture_that_was_kept_from_us_alone_stays_unread() -> None:
    """Refused or never done: others may see it."""
    body = """<footer style="margin-top:2000px"><p>© 商城 关于我们</p>
    <img id="refused" src="/refused.png" width="120" height="120"><img id="held" src="/held.png" width="120" height="120">
    <div id="ground" style="background:url(/refused.png);width:120px;height:120px"></div></footer>"""
    view, _, _ = await seen(body, {"/refused.png": Reply(b"no", 403)}, held=frozenset({"/held.png"}))
    assert set(view.thoroughness.unread_images) == {of(view, word).id for word in ("refused", "held", "ground")}
    assert view.thoroughness.images_unread == 3
    assert sum("unread" in note for note in view.thoroughness.notes) == 3


async def test_of_a_sheet_what_is_shown_is_read_and_nothing_else() -> None:
    sheet = drawn((600, 400), {(20, 30): "全额退款承诺", (20, 230): "京ICP备12345678号"}, px=28)
    body = """<footer style="margin-top:2000px"><p>© 商城 关于我们</p>
    <a id="badge" href="/licence" style="display:block;width:300px;height:80px;background:url(/sheet.png) 0 -210px"></a></footer>"""
    view, budget, _ = await seen(body, {"/sheet.png": sheet})
    badge = of(view, "badge")
    assert badge.ocr == "京ICP备12345678号"
    assert (badge.ocr_confidence or 0) > 0.8
    assert badge.ocr_engine.startswith("rapidocr ")
    assert view.thoroughness.unread_images == ()
    assert budget.tiles == 1


async def test_what_is_shown_of_a_sheet_or_drawing_costs_once_wherever_on_a_page_it_stands() -> None:
    """The page's own picture of it has other bytes on each page."""
    sheet = drawn((600, 400), {(20, 30): "全额退款承诺", (20, 230): "京ICP备12345678号"}, px=28)
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='60'><rect width='300' height='60' fill='#dde'/>"
        "<text x='10' y='40' font-size='26'>营业执照公示</text></svg>"
    )
    style = "display:block;width:300px;height:80px;background:url(/sheet.png)"
    body = f"""<div style="height:%spx">长页</div><footer><p>© 商城</p><i id="one" style="{style} 0 -210px"></i>
    <i id="two" style="{style} 0 -10px"></i><img id="svg" src="/a.svg" style="display:block"></footer>"""
    shop = Shop(
        {
            "/": page(body % "900.3"),
            "/other": page(body % "1213.8"),
            "/sheet.png": sheet,
            "/a.svg": Reply(svg.encode(), kind="image/svg+xml"),
        }
    )
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        visitor.trip.ocr = reader
        for path in ("", "other"):
            assert await visitor.open(f"{shop.url}{path}"), visitor.stop
            view = await visitor.capture(Role.HOME, LANDED)
            assert [of(view, id).ocr for id in ("one", "two", "svg")] == [
                "京ICP备12345678号",
                "全额退款承诺",
                "营业执照公示",
            ]
            assert view.thoroughness.unread_images == ()
            assert visitor.trip.pictures.tiles == 3


async def test_strips_are_not_read_and_a_tall_banner_is_to_its_end() -> None:
    lines = {(40, 40 + 100 * at): f"第{at:02d}条七天无理由退货" for at in range(40)}
    body = """<div id="thin" style="background:url(/thin.png);width:1200px;height:90px"></div>
    <img id="side" src="/side.png" width="60" height="3000" style="float:right">
    <img id="tall" src="/tall.png" width="750" height="4100"><footer><p>© 商城</p></footer>"""
    pictures = {
        "/thin.png": drawn((1, 90)),
        "/side.png": drawn((60, 3000), {(5, 40): "边"}),
        "/tall.png": drawn((750, 4100), lines),
    }
    view, budget, _ = await seen(body, pictures, Role.AFTER_SALES, pages=2)
    tall = of(view, "tall")
    assert tall.ocr.splitlines() == list(lines.values())
    assert not of(view, "thin").ocr_engine
    assert not of(view, "side").ocr_engine
    assert view.thoroughness.unread_images == ()
    assert budget.tiles == 4  # the second time it costs nothing


async def test_a_small_ground_is_read_however_long_its_place_and_a_picture_drawn_as_a_line_is_not() -> None:
    """The heading of a row of links is often a picture at the left of a line as wide as the page."""
    style = "width:1000px;height:20px"
    body = f"""<footer style="margin-top:2000px"><p>© 商城</p>
    <div id="heading" style="{style};background:url(/heading.png) no-repeat 0 center"></div>
    <img id="line" src="/line.png" style="{style};display:block">
    <div id="piece" style="{style};background:url(/sheet.png) 0 -40px"></div></footer>"""
    pictures = {
        "/heading.png": drawn((84, 20), {(2, 0): "友情链接"}, px=18),
        "/line.png": drawn((84, 20), {(2, 0): "售后服务"}, px=18),
        "/sheet.png": drawn((1200, 90), {(2, 40): "投诉电话"}, px=16),
    }
    view, _, _ = await seen(body, pictures)
    assert of(view, "heading").ocr == "友情链接"
    assert set(view.thoroughness.unread_images) == {of(view, word).id for word in ("line", "piece")}


async def test_the_budget_keeps_a_reserve_for_the_footer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_budget, "reading_settings", reading_with("ocr.budget", tiles=10))
    goods = "".join(
        f'<a href="/item/{at}"><img src="/g{at}.png" width="200" height="200" id="g{at}">杯子 ¥{at}9.00</a>'
        for at in range(8)
    )
    posters = "".join(f'<img id="p{at}" src="/p{at}.png" width="1300" height="200">' for at in range(5))
    body = f"""{posters}<div>{goods}</div>
    <footer><p>© 商城</p><img id="licence" src="/licence.png" width="300" height="60"></footer>"""
    pictures = {
        **{f"/g{at}.png": drawn((200, 200), {(9, 9): f"杯子{at}"}) for at in range(8)},
        **{f"/p{at}.png": drawn((1300, 200), {(9, 9): f"大促{at}"}) for at in range(5)},
        "/licence.png": drawn((300, 60), {(9, 9): "京ICP备12345678号"}),
    }
    view, budget, _ = await seen(body, pictures)
    assert of(view, "licence").ocr == "京ICP备12345678号"
    assert [at for at in range(5) if of(view, f"p{at}").ocr] == [0, 1, 2]  # of ten tiles, four with the licence's
    assert not any(of(view, f"g{at}").ocr for at in range(8))
    # Goods leave nothing open; posters do.
    assert set(view.thoroughness.unread_images) == {of(view, f"p{at}").id for at in (3, 4)}
    assert budget.left(PicturePlace.GOODS) == budget.left(PicturePlace.POSTER) == 0
    assert budget.left(PicturePlace.LICENCE) == 6


async def test_what_the_worker_cannot_open_is_read_as_it_is_shown() -> None:
    """An address of data is not kept whole, and a drawing of lines is no picture of points: the page's own picture shows both."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='60'><rect width='300' height='60' fill='%23fff'/>"
        "<text x='10' y='40' font-size='26'>营业执照公示</text></svg>"
    )
    body = f"""<div style="height:9000px">长页</div><footer><p>© 商城</p>
    <img id="data" src="data:image/svg+xml;charset=utf-8,{svg}"></footer>"""
    view, _, _ = await seen(body, {})
    assert (
        view.screenshot_scale == 0.5
    )  # where words of the page's picture are too small, a picture is taken of its own
    assert of(view, "data").ocr == "营业执照公示"


async def test_long_details_leave_a_share_to_others_and_are_begun_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A description that is too long to be read whole has the first tile of its first pictures read; a short one is read to its end."""
    monkeypatch.setattr(picture_budget, "reading_settings", reading_with("ocr.budget", tiles=30, details=5, firsts=2))
    monkeypatch.setattr(picture_reading, "reading_settings", reading_with("ocr.budget", tiles=30, details=5, firsts=2))
    long = drawn((750, 4100), {(40, 40 + 100 * at): f"第{at:02d}条七天无理由退货" for at in range(40)})
    head = f'<h1>杯子</h1><div style="height:950px">¥ 9.00 {"手工拉坯，釉下青花。" * 30}</div>'
    foot = '<footer><p>© 商城</p><img id="licence" src="/licence.png" width="300" height="60"></footer>'
    shop = Shop(
        {
            "/long": page(
                head + "".join(f'<img id="d{at}" src="/d{at}.png" width="750" height="4100">' for at in range(3)) + foot
            ),
            "/short": page(head + '<img id="s" src="/s.png" width="750" height="4100">' + foot),
            "/licence.png": drawn((300, 60), {(9, 9): "京ICP备12345678号"}),
            **{
                f"/d{at}.png": drawn(
                    (750, 4101 + at), {(40, 40): f"第{at}条七天无理由退货", (40, 4000): "末条正品保证书"}
                )
                for at in range(3)
            },
            "/s.png": long,
        }
    )
    async with visiting(shop) as visitor, borrowed_reader() as reader:
        visitor.trip.ocr = reader
        assert await visitor.open(f"{shop.url}long"), visitor.stop
        first = await visitor.capture(Role.PRODUCT, LANDED)
        assert [of(first, f"d{at}").ocr for at in range(3)] == ["第0条七天无理由退货", "第1条七天无理由退货", ""]
        assert set(first.thoroughness.unread_images) == {of(first, f"d{at}").id for at in range(3)}
        assert of(first, "licence").ocr == "京ICP备12345678号"
        assert await visitor.open(f"{shop.url}short"), visitor.stop
        second = await visitor.capture(Role.PRODUCT, LANDED)
    assert len(of(second, "s").ocr.splitlines()) == 40
    assert second.thoroughness.unread_images == ()


async def test_a_picture_begun_where_little_was_left_is_read_to_its_end_where_more_is() -> None:
    tall = drawn((750, 4100), {(40, 40): "首条七天无理由退货", (40, 4000): "末条正品保证书"}).body
    async with borrowed_reader() as reader:
        begun = await reader.words(tall, 1)
        assert (begun.text, begun.whole) == ("首条七天无理由退货", False)
        assert reader.knows(tall, 1)
        assert not reader.knows(tall, 2)
        assert (await reader.words(tall, 1)) is begun
        assert (await reader.words(tall, 4)).text == "首条七天无理由退货\n末条正品保证书"
        assert reader.knows(tall, 8)


def test_no_place_takes_all_that_is_left() -> None:
    budget = PictureBudget()
    while budget.left(PicturePlace.ENTRY):
        budget.spend(PicturePlace.ENTRY, 1, 0.0)
    while budget.left(PicturePlace.DETAIL):
        budget.spend(PicturePlace.DETAIL, 1, 0.0)
    assert budget.left(PicturePlace.BANNER) > 20
    assert budget.left(PicturePlace.LICENCE) > 60
