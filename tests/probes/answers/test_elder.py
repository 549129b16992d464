"""Which controls lead to an elder mode, what changes by pressing them, and how one leaves again."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import ELDER, Role
from probes.answers import elder
from probes.answers.elder import ElderKind
from probes.finding import Answer
from tests.cases.build import gap, site, view


def only(**given: Any) -> ElderKind | None:
    found = elder.elder_entries(view(Role.HOME, elements=[given]))
    return found[0].kind if found else None


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"text": "长辈版", "href": "/elder"}, ElderKind.MODE),
        ({"text": "長輩模式", "href": "/e"}, ElderKind.MODE),
        ({"text": "Elder Mode", "href": "/e"}, ElderKind.MODE),
        ({"text": "長者版", "href": "/e"}, ElderKind.MODE),
        ({"text": "银龄模式", "href": "/e"}, ElderKind.MODE),
        (
            {"text": "放大字号", "tag": "button", "clickable": True},
            None,
        ),  # an aid of the page, which alone makes no mode
        ({"text": "大字号", "tag": "button", "clickable": True}, None),
        ({"text": "爸妈版", "tag": "button", "clickable": True}, ElderKind.MODE),
        ({"text": "盲人通道", "tag": "button", "clickable": True}, ElderKind.AID),
        ({"text": "清爽版", "href": "/lite"}, None),
        ({"text": "爸妈版保健枕", "href": "/x"}, None),
        ({"pseudo": "关怀版", "tag": "button", "clickable": True}, ElderKind.MODE),
        ({"tag": "img", "image": "/e.png", "ocr": "长辈版", "clickable": True}, ElderKind.MODE),
        ({"text": "简洁版", "href": "/lite"}, None),
        ({"text": "简洁版", "href": "/m?mode=elder"}, ElderKind.MODE),
        ({"text": "简洁版", "tag": "button", "clickable": True, "checked": False}, ElderKind.MODE),
        ({"text": "无障碍浏览", "tag": "button", "clickable": True}, ElderKind.AID),
        ({"text": "下载App长辈版", "href": "/app"}, ElderKind.APP),
        ({"text": "长辈版", "href": "https://apps.apple.com/cn/app/1"}, ElderKind.APP),
        ({"text": "长辈版", "href": "https://elder.shop.example/"}, ElderKind.MODE),
        ({"text": "无障碍", "href": "https://www.org.cn/"}, None),
        (
            {"text": "长辈版", "tag": "input", "input_type": "search", "clickable": True},
            None,
        ),  # what was asked of the search
        ({"text": "长辈版", "tag": "input", "input_type": "button", "clickable": True}, ElderKind.MODE),
        ({"text": "Skip to content", "href": "#main"}, None),
        ({"text": "Skincare", "href": "/skincare"}, None),
        ({"text": "老年男装", "href": "/x"}, None),
        # Names built like the known ones, of whom or of how large, and what it is.
        ({"text": "老年人友好模式", "href": "/e"}, ElderKind.MODE),
        ({"text": "大字大图版", "href": "/e"}, ElderKind.MODE),
        ({"text": "長者友善版", "href": "/e"}, ElderKind.MODE),
        ({"text": "网站适老浏览模式", "href": "/e"}, ElderKind.MODE),
        ({"text": "手机版 / 关怀版", "href": "/e"}, ElderKind.MODE),
        ({"text": "Senior-Friendly Website Version", "href": "/e"}, None),
        ({"text": "Elderly Friendly Mode", "href": "/e"}, ElderKind.MODE),
        ({"text": "中老年装", "href": "/x"}, None),
        ({"text": "中老年奶粉经典版", "href": "/x"}, None),
        ({"text": "老年版画", "href": "/x"}, None),
        ({"text": "老人与海精装版", "href": "/x"}, None),
        ({"text": "爸妈羽绒服 经典版", "href": "/x"}, None),
        ({"text": "适老化改造", "href": "/x"}, None),
        ({"text": "适老家居", "href": "/x"}, None),
        ({"text": "长辈频道", "href": "/x"}, None),
        ({"text": "关爱基金会", "href": "/x"}, None),
        ({"text": "大字报", "href": "/x"}, None),
        ({"text": "中华老字号", "href": "/x"}, None),
        ({"text": "无障碍卫生间", "href": "/x"}, None),
        ({"text": "无障碍坡道", "href": "/x"}, None),
        ({"text": "盲人按摩", "href": "/x"}, None),
        ({"text": "长辈版 ¥199", "href": "/x"}, None),
    ],
)
def test_kinds_of_controls(given: dict[str, Any], kind: ElderKind | None) -> None:
    assert only(**given) is kind


@pytest.mark.parametrize(
    ("label", "aid"),
    [
        ("无障碍/适老化", True),
        ("关怀版", False),
        ("适老化", False),
        ("无障碍", True),
        ("无障碍与长辈版", True),
        ("无障碍声明", False),
    ],
)
def test_an_entry_may_name_an_aid_besides_a_mode(label: str, aid: bool) -> None:
    (entry,) = elder.elder_entries(view(Role.HOME, elements=[{"text": label, "href": "/e"}]))
    assert elder.names_aid(entry) is aid


def test_the_official_name_comes_first() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "无障碍", "tag": "button", "clickable": True},
            {"text": "关怀版", "href": "/b"},
            {"text": "长辈版", "href": "/a"},
        ],
    )
    assert [entry.label for entry in elder.elder_entries(page)] == ["长辈版", "关怀版", "无障碍"]


@pytest.mark.parametrize(
    ("after", "real", "none"), [(14, False, True), (16, False, False), (16.8, True, False), (28, True, False)]
)
def test_change_is_the_growth_of_the_median(after: float, real: bool, none: bool) -> None:
    grown = elder.measure_change(
        view(Role.HOME, elements=[{"text": "正文"}]), view(Role.HOME, elements=[{"text": "正文", "font_px": after}])
    )
    assert grown is not None
    assert (grown.real, grown.none) == (real, none)
    assert elder.measure_change(view(Role.HOME), view(Role.HOME)) is None


def test_leaving_wants_words_about_the_mode() -> None:
    def way_out(*elements: dict[str, Any]) -> str | None:
        found = elder.leaving_control(view(Role.HOME, state=ELDER, elements=elements))
        return found.text if found else None

    assert way_out({"text": "关闭", "href": "#"}, {"text": "退出登录", "href": "/out"}) is None
    assert way_out({"text": "关闭", "href": "#"}, {"text": "退出长辈版", "href": "/out"}) == "退出长辈版"
    assert way_out({"text": "标准版", "href": "/"}) == "标准版"
    assert way_out({"text": "长辈版", "tag": "button", "clickable": True}) == "长辈版"  # the toggle itself


def test_what_is_measured() -> None:
    small, big = {"text": "正文"}, {"text": "正文", "font_px": 20.0}
    home = view(Role.HOME, elements=[small])
    mode = view(Role.HOME, elements=[big], state=ELDER)
    decoy = view(Role.HOME, elements=[small], state=ELDER)
    assert elder.measured_view(site(home, mode)) == mode
    assert elder.measured_view(site(home, decoy)) == home
    assert elder.measured_view(site(home, gap(Role.HOME, "not_offered", state=ELDER))) == home
    for blind in (site(home, gap(Role.HOME, "timeout", state=ELDER)), site(home)):
        assert isinstance(elder.measured_view(blind), Answer)


def test_a_pointer_to_the_app_is_a_line_of_its_own() -> None:
    assert elder.pointer_words(view(Role.HOME, "长辈版请在 APP 内开启"))
    assert not elder.pointer_words(view(Role.HOME, "长辈版"))
    assert not elder.pointer_words(view(Role.HOME, "新闻：长辈版 App 上线"))


@pytest.mark.parametrize(
    ("address", "found"), [("/?m=goods&key=%E9%95%BF%E8%BE%88%E7%89%88", False), ("/?m=elder", True)]
)
def test_what_was_searched_for_last_is_no_mode(address: str, found: bool) -> None:
    box = '<input type="text" name="key" value="">'
    home = view(Role.HOME, html=box, elements=[{"text": "长辈版", "href": f"https://shop.example{address}"}])
    assert bool(elder.elder_entries(home)) is found
