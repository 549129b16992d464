"""Pictures that nobody read count by what they are and where they stand, and are named."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.discovery.leftovers import goods_addresses
from crawler.discovery.products import product_signs
from crawler.discovery.products.product_signs import ProductSigns
from crawler.site import View
from crawler.vocabulary import KEPT_BACK
from probes.finding import Outcome
from probes.pages.absence.absence import answer_absent, missing_of_view
from probes.pages.absence.unread import AnswerPlace, is_blind
from probes.text.remember import judging_cache
from tests.cases.build import view

PICTURE: dict[str, Any] = {"image": "/img/zizhi.png", "box": (20, 3700, 200, 80), "region": "footer"}


def page(role: str, *pictures: dict[str, Any], unread: int | None = None) -> View:
    """A page of that role with pictures none of which was read; ``unread`` other than their number for a record of old."""
    ids = tuple(range(len(pictures))) if unread is None else ()
    count = len(pictures) if unread is None else unread
    return view(role, "栗子集市，家常好物。", pictures, thorough={"images_unread": count, "unread_images": ids})


def make_goods(number: int, *, read: bool, **changes: Any) -> View:
    """A page of goods with one picture in its description, read or not."""
    picture = {**PICTURE, "region": "main", "box": (200, 1300, 750, 1600), **changes}
    kept = {"images_unread": 0, "unread_images": ()} if read else {"images_unread": 1, "unread_images": (0,)}
    picture |= {"ocr_engine": "reader 1", "ocr": "秋茶 生津"} if read else {}
    page = view("product", "秋茶，产自山里。", [picture], url=f"https://shop.example/g/{number}", thorough=kept)
    return dataclasses.replace(page, id=f"goods {number} {read}")


def tell_absent(*views: View, where: AnswerPlace = AnswerPlace.ALIKE) -> Outcome:
    return answer_absent(views, "未见风险提示", "no warning", where=where).outcome


def test_what_a_shop_says_alike_of_all_goods_rests_on_those_whose_descriptions_were_read() -> None:
    """A dozen descriptions made of pictures are more than a visit can read; a shop's own words stand below each of them."""
    read, unread = (
        [make_goods(1, read=True), make_goods(2, read=True)],
        [make_goods(3, read=False), make_goods(4, read=False)],
    )
    assert tell_absent(*read, *unread) is Outcome.NO
    assert tell_absent(*read, *unread, where=AnswerPlace.ANYWHERE) is Outcome.UNSURE  # what only some goods may have
    assert tell_absent(read[0], *unread) is Outcome.UNSURE  # one page may be an exception
    assert (
        tell_absent(read[0], make_goods(1, read=True), *unread) is Outcome.UNSURE
    )  # which it is too where it was looked at twice
    assert tell_absent(*read, make_goods(3, read=False, region="dialog")) is Outcome.UNSURE  # no part of a description
    assert tell_absent(*read, page("help", {**PICTURE, "region": "main"})) is Outcome.UNSURE


def test_an_unread_picture_in_the_footer_leaves_licences_open_and_is_named() -> None:
    seen = page("home", PICTURE)
    answer = answer_absent((seen,), "未见备案号", "no number was found", where=AnswerPlace.LICENCES)
    assert (answer.outcome, answer.reason) == (Outcome.UNSURE, "images")
    assert "页脚图片「zizhi.png」" in answer.because.zh
    assert "footer" in answer.because.en
    assert answer_absent((seen,), "未见规则", "no rule was found", where=AnswerPlace.TEXTS).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("role", "where", "changes", "blind"),
    [
        ("home", AnswerPlace.LICENCES, {}, True),
        ("home", AnswerPlace.LICENCES, {"region": "main"}, True),  # a footer that the page does not call so
        ("home", AnswerPlace.LICENCES, {"region": "main", "box": (0, 100, 1366, 400)}, False),  # a banner
        ("licence", AnswerPlace.LICENCES, {"region": "main", "box": (0, 100, 600, 800)}, True),
        ("privacy", AnswerPlace.TEXTS, {"region": "main", "box": (200, 300, 900, 1600)}, True),
        ("privacy", AnswerPlace.TEXTS, {}, False),
        ("product", AnswerPlace.TEXTS, {"region": "main", "box": (200, 1300, 750, 1600)}, True),
        # a description in a panel that is called a navigation, and a real one
        ("product", AnswerPlace.ENTRIES, {"region": "nav", "box": (200, 1300, 850, 1600)}, False),
        ("product", AnswerPlace.ENTRIES, {"region": "nav", "box": (200, 20, 850, 90)}, True),
        ("product", AnswerPlace.ANYWHERE, {"region": "nav", "box": (200, 1300, 850, 1600)}, True),
        ("home", AnswerPlace.ANYWHERE, {"region": "main", "box": (0, 100, 1366, 400)}, True),
        (
            "home",
            AnswerPlace.ANYWHERE,
            {"region": "main", "box": (0, 100, 1366, 400), "name": "助力七夕"},
            False,
        ),  # it says so
        ("home", AnswerPlace.ANYWHERE, {"region": "main", "box": (0, 100, 1366, 400), "name": "banner 2"}, True),
        ("product", AnswerPlace.ANYWHERE, {"region": "main", "box": (200, 1300, 750, 1600)}, True),
        (
            "product",
            AnswerPlace.ENTRIES,
            {"region": "main", "box": (200, 1300, 750, 1600)},
            False,
        ),  # it describes the goods
        (
            "product",
            AnswerPlace.TEXTS,
            {"tag": "div", "text": "¥49.00", "region": "main", "box": (500, 300, 740, 126)},
            False,
        ),
        ("home", AnswerPlace.ANYWHERE, {"name": "微信公众号二维码", "box": (20, 3700, 120, 120)}, False),
        (
            "home",
            AnswerPlace.ANYWHERE,
            {"opened_by": "#app", "box": (20, 300, 200, 120)},
            False,
        ),  # a box that hovering shows
        ("home", AnswerPlace.ANYWHERE, {"unseen": "display_none"}, False),
        ("home", AnswerPlace.ANYWHERE, {"box": (20, 3700, 24, 24)}, False),  # an icon
    ],
)
def test_place_and_size_tell_what_it_could_hold(
    role: str, where: AnswerPlace, changes: dict[str, Any], blind: bool
) -> None:
    assert is_blind(page(role, PICTURE | changes), where) is blind


def test_thumbnails_of_goods_hide_nothing_but_a_long_description_does() -> None:
    goods = [{"image": f"/g/{n}.jpg", "box": (20 + 240 * n, 500, 220, 220)} for n in range(4)]
    assert not is_blind(page("list", *goods))
    assert is_blind(page("product", *goods, {"image": "/g/long.jpg", "box": (200, 900, 700, 3000)}))


def test_a_record_that_names_no_pictures_is_judged_as_before() -> None:
    assert is_blind(page("home", unread=1), AnswerPlace.TEXTS)
    answer = answer_absent((page("home", unread=2),), "未见规则", "no rule was found", where=AnswerPlace.TEXTS)
    assert (answer.outcome, answer.reason) == (Outcome.UNSURE, "images")
    assert not is_blind(page("home", unread=0))


@pytest.mark.parametrize(("href", "blind"), [("/goods/17.html", False), ("/activity/17.html", True), ("", True)])
def test_a_thumbnail_that_leads_to_goods_hides_nothing_on_a_page_of_no_known_kind(href: str, blind: bool) -> None:
    link = (
        {"tag": "a", "href": href, "box": (20, 500, 220, 220)} if href else {"tag": "div", "box": (20, 500, 220, 220)}
    )
    view = page("other", link, {"image": "/g/1.jpg", "parent": 0, "box": (20, 500, 220, 220)})
    assert is_blind(view, AnswerPlace.TEXTS) is blind


@pytest.mark.parametrize(
    ("changes", "blind"),
    [
        ({"image": "/index.php?m=User&a=verify&r=0.7", "box": (495, 900, 100, 40)}, False),
        ({"image": "/code.png", "name": "看不清？换一张", "box": (495, 900, 100, 40)}, False),
        ({"image": "/index.php?m=Article&a=picture&r=0.7", "box": (495, 900, 100, 40)}, True),
        ({"image": "/verify-report.png", "box": (300, 900, 700, 900)}, True),  # far too large to be typed in
        (
            {"image": "https://seal.example.org/verifyseal?sn=1", "box": (495, 900, 100, 40)},
            True,
        ),  # somebody else's seal
    ],
)
def test_characters_to_be_typed_in_hide_nothing(changes: dict[str, Any], blind: bool) -> None:
    assert is_blind(page("help", PICTURE | {"region": "main"} | changes), AnswerPlace.TEXTS) is blind


def _shelf(*more: dict[str, Any]) -> View:
    """Goods side by side, each a picture, a name and a price, and other pieces of the page."""
    cards: list[dict[str, Any]] = []
    for at in range(6):
        x, y = 20 + 400 * (at % 2), 200 + 470 * (at // 2)
        place = f"body>div>div:nth-child({at + 1})"
        cards += [
            {"image": f"/img/g{at}.jpg", "box": (x, y, 360, 360), "region": "main", "selector": f"{place}>img"},
            {
                "text": f"家常好物第{at}件",
                "box": (x, y + 370, 200, 23),
                "region": "main",
                "selector": f"{place}>p:nth-child(2)",
            },
            {
                "text": f"￥{at + 20}.00",
                "box": (x, y + 400, 90, 26),
                "region": "main",
                "selector": f"{place}>p:nth-child(3)",
            },
        ]
    pieces = [*cards, *more]
    unread = {"images_unread": 1, "unread_images": (15,)}
    return view("other", None, pieces, url="https://shop.example/new", thorough=unread)


def test_the_picture_of_one_of_many_goods_holds_no_text_whatever_the_page_was_opened_for() -> None:
    assert not is_blind(_shelf(), AnswerPlace.TEXTS)
    said = "我们从农户手里直接收来，装箱以前再挑一遍，坏的不寄，寄到了坏的照退，不用寄回，拍一张照片就好。" * 4
    text = {"text": said, "box": (20, 1700, 760, 300), "region": "main", "selector": "body>section>p"}
    assert is_blind(_shelf(text), AnswerPlace.TEXTS)  # a document that shows goods beside what it says


def test_a_page_of_many_unread_pictures_is_read_for_goods_once_in_a_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty signs of brands on a page that every check asks took the judging more time than it is given."""
    asked: list[str] = []

    def read_signs(page: View) -> ProductSigns:
        asked.append(page.id)
        return product_signs.read_signs(page)

    monkeypatch.setattr(goods_addresses, "read_signs", read_signs)
    shelf = _shelf()
    pictures = tuple(element.id for element in shelf.elements if element.image)
    many = dataclasses.replace(
        shelf, thoroughness=dataclasses.replace(shelf.thoroughness, images_unread=6, unread_images=pictures)
    )
    with judging_cache():
        assert [is_blind(many, AnswerPlace.TEXTS) for _ in range(9)] == [False] * 9
    assert len(asked) == 1


KEPT = {"method": "GET", "status": 403, "size": 0, "third_party": True, "initiator": "parser", "at_ms": 1.0}


@pytest.mark.parametrize(
    ("kinds", "picture", "missing"),
    [
        (["image"], {}, False),  # none of it is shown
        (
            ["image"],
            {"image": "http://127.0.0.1/bg.png", "box": (0, 0, 390, 844)},
            True,
        ),  # it stands there, and is not counted
        (["image"], {"image": "/own.png"}, False),
        (["image", "xhr"], {}, True),
        (["script"], {}, True),
        ([], {}, True),  # a record of old, which does not say what it was
    ],
)
def test_a_picture_that_was_kept_from_a_page_hides_no_words_of_it(
    kinds: list[str], picture: dict[str, Any], missing: bool
) -> None:
    asked = [KEPT | {"url": "http://127.0.0.1/bg.png", "kind": kind} for kind in kinds]
    notes = (f"{KEPT_BACK}127.0.0.1:80 (loopback)",)
    seen = view("help", "常见问题", [picture] if picture else [], exchanges=asked, thorough={"notes": notes})
    assert ("refused" in missing_of_view(seen)) is missing


def test_a_picture_that_was_kept_from_a_page_is_an_unread_one() -> None:
    asked = [KEPT | {"url": "http://127.0.0.1/bg.png", "kind": "image"}]
    kept = {"notes": (f"{KEPT_BACK}127.0.0.1:80 (loopback)",), "images_unread": 1, "unread_images": (0,)}
    picture = {"image": "http://127.0.0.1/bg.png", "box": (0, 0, 390, 844), "region": "main"}
    assert missing_of_view(view("help", "常见问题", [picture], exchanges=asked, thorough=kept)) == ("images",)


def _column(region: str, priced: bool) -> View:
    """A document with a column of three things beside it, each a picture and a name, and a price if so told."""
    pieces: list[dict[str, Any]] = []
    for at in range(3):
        place = f"body>aside>div:nth-child({at + 1})"
        link = {
            "text": f"木梳第{at}把",
            "href": f"/x/{at}",
            "selector": f"{place}>a",
            "box": (30, 490 + 160 * at, 110, 20),
        }
        price = {"text": f"{at + 20}.00元", "selector": f"{place}>span", "box": (30, 510 + 160 * at, 90, 20)}
        picture = {"image": f"/img/{at}.jpg", "selector": f"{place}>img", "box": (30, 400 + 160 * at, 100, 80)}
        pieces += [piece | {"region": region} for piece in (picture, link, *([price] if priced else []))]
    unread = {"images_unread": 1, "unread_images": (0,)}
    return view("help", None, pieces, url="https://shop.example/help", thorough=unread)


def test_a_picture_of_goods_in_a_column_beside_a_document_hides_no_words() -> None:
    assert not is_blind(_column("side", priced=True), AnswerPlace.TEXTS)
    assert is_blind(_column("side", priced=False), AnswerPlace.TEXTS)  # seals of authorities stand in such columns too


def test_the_end_of_a_description_that_stands_where_a_footer_would_is_part_of_it() -> None:
    """One picture below another, the last of them in the lowest quarter of a page: they show the goods, and are no entries."""

    def shown(*regions: str, place: str = "#about>p>img") -> View:
        pictures = [
            {
                **PICTURE,
                "tag": "img",
                "region": region,
                "box": (20, 1000 + 400 * at, 700, 390),
                "selector": f"{place}:nth-child({at + 1})",
            }
            for at, region in enumerate(regions)
        ]
        return page("product", *pictures)

    described = shown("main", "main", "main", "footer")
    assert not is_blind(described, AnswerPlace.ENTRIES)
    assert is_blind(described, AnswerPlace.ANYWHERE)
    assert is_blind(shown("main", "main", "footer"), AnswerPlace.ENTRIES)
    seal = {**PICTURE, "tag": "img", "selector": "#foot>a>img"}
    beside = [
        {**PICTURE, "tag": "img", "region": "main", "selector": f"#about>p>img:nth-child({at})"} for at in (1, 2, 3)
    ]
    assert is_blind(page("product", *beside, seal), AnswerPlace.ENTRIES)
