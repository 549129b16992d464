"""Where nothing on the pages sounds like a thing, a reader of poor recall may say "not found"; where something does, a person is shown it."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, yes
from probes.known_absence import weigh_absence
from probes.pages.absence.mentioned import can_hear, find_goods_pages, find_mentioned, own_words
from probes.pages.absence.several import find_shelf
from probes.recall import Recall, Recalls, measure_recall
from tests.cases.build import SHOP, site, view
from tests.eval.table import checks

CHECK = checks()["complaints.result_limit"]
WELL, BADLY = measure_recall(60, 60, 60), measure_recall(20, 60, 60)
SILENT = "今日上新的瓷杯和秋茶，产自海拔八百米的茶园，茶汤清亮，回甘持久。"
SOUNDS = "对您的投诉，我们会在一周左右把最后的处理意见告诉您。"
FAINT = "您说的事，我们一周里会有个了结。"
GONE = Answer(Outcome.NO, Text("未见", "not found"), by_absence=True)


def _shop(said: str, role: Role = Role.COMPLAINT) -> Site:
    text = f"投诉中心\n{said}\n感谢您的支持。"
    return site(
        view("home", None, [{"text": "不知道", "href": "/x"}]),
        view(role, text, [{"text": line} for line in text.split("\n")]),
    )


def _weighed(said: str, recalls: Recalls, role: Role = Role.COMPLAINT) -> Answer:
    return weigh_absence(CHECK, GONE, _shop(said, role), 0.9, recalls)


def test_silence_carries_an_absence_that_the_reader_cannot() -> None:
    assert can_hear(CHECK)
    assert _weighed(SILENT, Recalls(checks={CHECK.id: BADLY}, heard={CHECK.id: WELL})) == GONE


@pytest.mark.parametrize("heard", [{}, {CHECK.id: BADLY}])
def test_silence_of_unproven_worth_carries_nothing(heard: dict[str, Recall]) -> None:
    assert _weighed(SILENT, Recalls(checks={CHECK.id: BADLY}, heard=heard)).outcome is Outcome.UNSURE


def test_what_sounds_like_it_is_shown_to_a_person() -> None:
    answer = _weighed(SOUNDS, Recalls(checks={CHECK.id: BADLY}, heard={CHECK.id: WELL}))
    assert answer.outcome is Outcome.UNSURE
    assert answer.fraction is None
    assert SOUNDS.split("，")[1][:6] in answer.because.zh
    assert any("一周左右" in piece.quote for piece in answer.evidence)


def test_a_reader_that_is_known_to_find_it_decides_all_the_same() -> None:
    good = Recalls(checks={CHECK.id: WELL}, heard={CHECK.id: WELL})
    assert _weighed(SILENT, good) == GONE
    assert _weighed(FAINT, good, Role.HELP) == GONE
    assert _weighed(FAINT, good).outcome is Outcome.UNSURE  # on a page for that very matter


def test_no_reader_decides_where_any_page_sounds_loudly_like_it() -> None:
    good = Recalls(checks={CHECK.id: WELL}, heard={CHECK.id: WELL})
    answer = _weighed(SOUNDS, good, Role.HELP)
    assert answer.outcome is Outcome.UNSURE
    assert any("一周左右" in piece.quote for piece in answer.evidence)


def test_labels_titles_and_repeated_lines_are_not_heard() -> None:
    said = "投诉办结时限说明"
    text = "\n".join(["投诉中心", *[said] * 4])
    shop = site(view("home", None), view(Role.COMPLAINT, text, [{"text": said, "href": "/limit"}]))
    assert find_mentioned(CHECK, shop) is None


@pytest.mark.parametrize(("linked", "heard"), [("/item/9", False), ("/text/9", True)])
def test_an_unnamed_page_of_goods_at_an_address_of_lists_is_not_heard(linked: str, heard: bool) -> None:
    lists = [view("list", "商品", url=f"https://shop.example/shelf/{name}/") for name in ("fruit", "oil", "tea")]
    goods = [view("product", "商品", url=f"https://shop.example/item/{number}") for number in (1, 2, 3)]
    text = f"筛选\n{SOUNDS}\n每页显示"
    lines = [*({"text": line} for line in text.split("\n")), {"text": "杂粮", "href": linked, "region": "main"}]
    page = view("other", text, lines, url="https://shop.example/shelf/grain/")
    assert find_shelf(CHECK.probe.reads) is not None
    assert (find_mentioned(CHECK, site(view("home", None), page, *lists, *goods)) is not None) is heard


def test_a_check_of_no_statement_cannot_be_heard() -> None:
    assert not can_hear(dataclasses.replace(CHECK, stated=False))


@pytest.mark.parametrize(("said", "heard"), [("今日下单，后天即可送到您家", True), ("高白泥烧成，杯壁很薄", False)])
def test_of_goods_every_line_is_heard_labels_and_frames_too(said: str, heard: bool) -> None:
    arrival = checks()["service.arrival_promise"]
    page = view("product", f"白瓷茶杯\n¥68.00\n{said}", [{"text": said, "href": "/ship", "region": "header"}])
    assert not arrival.stated
    assert can_hear(arrival)
    assert (find_mentioned(arrival, site(view("home", None), page)) is not None) is heard


BAR = "综合排序\n按销量从高到低\n按价格从低到高\n按评价从高到低"
RANKED = "商品列表\n卖得多、评得好的，搜出来自然排在前头。\n共 20 件商品"


@pytest.mark.parametrize(("said", "heard"), [(BAR, False), (RANKED, True)])
def test_of_what_a_list_may_answer_as_well_main_texts_are_heard_and_no_labels(said: str, heard: bool) -> None:
    ranking = checks()["trust.ranking_explained"]
    lines = said.split("\n")
    page = view("list", said, [{"text": line} | ({} if heard else {"href": f"?by={line}"}) for line in lines])
    assert can_hear(ranking)
    assert (find_mentioned(ranking, site(view("home", None), page)) is not None) is heard


@pytest.mark.parametrize("line", ["您好，欢迎来到 栗子集市", "Hi，欢迎光临栗子商城！", "歡迎訪問本店"])
def test_a_greeting_is_not_heard_and_what_follows_one_is(line: str) -> None:
    shop = _shop(line)
    assert own_words(shop.views[-1]) == "感谢您的支持。"
    assert SOUNDS in own_words(_shop(f"{line}，{SOUNDS}").views[-1])


@pytest.mark.parametrize(("further", "ceiling"), [(SILENT, None), (SOUNDS, 1.0)])
def test_the_rest_of_a_share_may_be_what_sounds_like_it_beside_the_quotes(further: str, ceiling: float | None) -> None:
    said = "投诉受理后七个工作日内办结。"
    shop = _shop(f"{said}\n{further}")
    proof = evidence_on_page(shop.views[1], quote=said)
    half = dataclasses.replace(yes("写明了时限", "a limit is stated", proof, fraction=0.5), by_absence=True)
    weighed = weigh_absence(CHECK, half, shop, 0.9, Recalls(checks={CHECK.id: WELL}))
    assert (weighed.outcome, weighed.fraction, weighed.ceiling) == (Outcome.YES, 0.5, ceiling)


PRESS = "今年，以直播带货为代表的内容电商成为淘宝、京东等平台的新渠道，投诉的处理结果也成了话题，多数在一周左右有最后的意见。"


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ("", Outcome.NO),
        ("\n为您推荐", Outcome.NO),
        ("我们也这样做。", Outcome.UNSURE),
        ("您在家等着就是。", Outcome.UNSURE),
        ("栗子集市是其中一家。", Outcome.UNSURE),
    ],
)
def test_an_article_about_other_platforms_is_not_heard_and_one_that_speaks_of_the_shop_is(
    more: str, outcome: Outcome
) -> None:
    assert _article(PRESS + more) is outcome
    assert _article(PRESS.replace("淘宝、", "") + more) is Outcome.UNSURE


def _article(said: str) -> Outcome:
    home, page = _shop(said).views
    shop = site(home, dataclasses.replace(page, text=said))
    shop = dataclasses.replace(shop, platform=Platform(SHOP, "栗子集市"))
    return weigh_absence(CHECK, GONE, shop, 0.9, Recalls(checks={CHECK.id: BADLY}, heard={CHECK.id: WELL})).outcome


GOODS = (
    {"tag": "img", "image": "https://shop.example/1.jpg", "box": (0, 45, 390, 390)},
    {"text": "白瓷茶杯", "box": (0, 440, 390, 30)},
    {"text": "￥39.00", "font_px": 22.0, "box": (0, 480, 120, 30)},
    {"tag": "a", "text": "加入购物车", "clickable": True, "box": (0, 800, 120, 40)},
)


@pytest.mark.parametrize(
    ("path", "shown", "goods"),
    [
        ("m/goods/goodsInfo/id/1.html", GOODS, True),
        ("m/card/99.html", GOODS, False),  # what is sold at an address of its own may be a membership, with its rules
        ("m/goods/goodsInfo/id/1.html", GOODS[:3], True),  # nothing to press for who has not logged in
        ("m/goods/notice/id/1.html", (*GOODS[:3], {"text": "买后七天降价，差价原路退还。"}), False),
        ("m/goods/notice/id/1.html", GOODS[:2], False),
    ],
)
def test_what_shows_a_thing_for_sale_at_an_address_of_goods_is_no_document(
    path: str, shown: tuple[dict[str, object], ...], goods: bool
) -> None:
    page = view(Role.OTHER, None, shown, url=f"{SHOP}{path}")
    assert (page.id in find_goods_pages(site(view("home"), page))) is goods


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("跟小店谈不拢，可以打 12315 请市场监管的同志来评理。", False),
        ("跟我们说不拢，可以请消保委的同志评个理。", False),
        ("评价好坏都一视同仁，差评照样留着，不偏不倚。", True),
    ],
)
def test_to_have_a_quarrel_judged_is_not_heard_as_a_rating(said: str, heard: bool) -> None:
    found = find_mentioned(checks()["trust.credit_neutrality"], _shop(said, Role.RULES))
    assert (found is not None) == heard
