"""What a press alone would open is pressed only where its label does nothing, calls nobody and dials no number."""

from __future__ import annotations

import pytest

from crawler.discovery.leftovers.pressed_leads import find_pressed_leads, is_link_poor
from crawler.vocabulary import FoundBy
from tests.cases.build import view


def _labels(*labels: str, tried: tuple[str, ...] = ()) -> list[str]:
    boxes = [{"text": label, "clickable": True, "region": "main", "tag": "uni-view"} for label in labels]
    found = [lead for _, lead in find_pressed_leads(view("home", "示例商城", boxes), tried)]
    assert all(lead.found_by is FoundBy.CLICK and not lead.url for lead in found)
    return [lead.path[-1] for lead in found]


def test_entries_and_cards_with_a_label_are_pressed_once() -> None:
    assert _labels("更多说明", "怎么买", "更多说明", "纸箱收回来再用") == ["更多说明", "怎么买", "纸箱收回来再用"]
    assert _labels("更多说明", "怎么买", tried=("怎么买",)) == ["更多说明"]


@pytest.mark.parametrize(
    "label",
    [
        "立即申请",
        "一键领取",
        "获取验证码",
        "联系客服",
        "在线客服",
        "拨打电话",
        "确定",
        "开通会员",
        "去签到",
        "加入购物车",
        "400-820-1234",
        "退出登录",
    ],
)
def test_what_may_do_something_or_call_somebody_is_left_alone(label: str) -> None:
    assert _labels(label, "更多说明") == ["更多说明"]


def test_a_link_of_the_pages_own_part_that_runs_a_script_is_pressed_if_it_names_a_page() -> None:
    script = {"tag": "a", "href": "javascript:open()", "clickable": True, "region": "main"}
    boxes = [
        {**script, "text": "换一换"},
        {**script, "text": "《服务协议》"},
        {**script, "text": "售后服务", "region": "footer"},
    ]
    found = find_pressed_leads(view("help", "帮助", boxes), ())
    assert [lead.path[-1] for _, lead in found] == ["《服务协议》"]


@pytest.mark.parametrize(("role", "labels"), [("help", ["收到之后", "花开有时"]), ("home", []), ("list", [])])
def test_a_link_without_any_address_is_an_entry_on_a_page_of_texts(role: str, labels: list[str]) -> None:
    """Classes and titles of help that a framework draws: the owner calls them as he likes, and no word names a page."""
    link = {"tag": "a", "clickable": True, "region": "main"}
    boxes = [link | {"text": "收到之后"}, link | {"text": "花开有时"}, link | {"text": "立即申请"}]
    found = find_pressed_leads(view(role, "买花之前", boxes), ())
    assert [lead.path[-1] for _, lead in found] == labels


@pytest.mark.parametrize(("links", "poor"), [(3, True), (20, False)])
def test_a_home_page_with_few_links_of_its_own_is_a_frameworks(links: int, poor: bool) -> None:
    own = [{"tag": "a", "text": f"栏目{number}", "href": f"/page/{number}"} for number in range(links)]
    goods = [{"tag": "a", "text": f"茶{number}", "href": f"/goods/{number}.html"} for number in range(30)]
    assert is_link_poor(view("home", "示例商城", own + goods)) is poor


@pytest.mark.parametrize(("around", "labels"), [({"href": "/d/8"}, []), ({}, ["公益 送墨水"])])
def test_a_picture_in_a_link_is_not_pressed_for_what_is_written_on_it(
    around: dict[str, str], labels: list[str]
) -> None:
    """What a poster of goods says (公益) names no page of the shop; without a link only a press shows what is behind it."""
    link = {**around, "tag": "a", "region": "main", "box": (0, 0, 200, 200)}
    poster = {"image": "/8.png", "ocr": "公益\n送墨水", "clickable": True, "region": "main", "parent": 0}
    page = view("other", "示例商城", [link, poster | {"selector": "#x>a>img"}], url="https://shop.example/pc/")
    assert [lead.path[-1] for _, lead in find_pressed_leads(page, ())] == labels


def test_the_last_step_of_a_trail_is_not_pressed() -> None:
    def found(around: str, before: str) -> list[str]:
        boxes: list[dict[str, object]] = [
            {"tag": "div", "text": f"{around}{before}怎么退茶叶", "own": "", "region": "nav"},
            {"tag": "span", "text": "怎么退茶叶", "own": "", "parent": 0, "region": "nav"},
            {"tag": "span", "text": "怎么退茶叶", "clickable": True, "parent": 1, "region": "nav"},
            {"tag": "div", "text": "更多说明", "clickable": True},
        ]
        return [lead.path[-1] for _, lead in find_pressed_leads(view("help", "怎么退茶叶", boxes), ())]

    assert "怎么退茶叶" not in found("首页/ 帮助中心", "/ ")
    assert "更多说明" in found("首页/ 帮助中心", "/ ")
    assert "怎么退茶叶" in found("首页 帮助中心", " ")
