"""Decoys, ads, small letters and lost modes: one thing wrong at a time."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import Frame, Gap, Site
from crawler.vocabulary import ELDER, MENUS, Device, GapReason, Role
from probes.finding import Outcome
from tests.cases.build import BLIND
from tests.probes.performance.shops import ask, good, redrawn, swapped, without

MODE_STATES = {ELDER, "elder_waited", "elder_left"}


def plain(*entries: dict[str, Any], reason: GapReason = GapReason.NOT_OFFERED) -> Site:
    """The good shop without its elder mode, with those elements on its home page instead."""
    whole = without(good(), lambda view: view.state not in MODE_STATES)
    for state in ("landed", "arrived", MENUS):
        home = whole.view(Role.HOME, state)
        assert home is not None
        kept = tuple(
            dataclasses.replace(one, text="", own="", href="", clickable=False) if "长辈" in one.text else one
            for one in home.elements
        )
        whole = swapped(whole, Role.HOME, state, elements=kept, text=home.text.replace("长辈版", ""))
        if state == "landed":
            whole = swapped(whole, Role.HOME, add=list(entries))
    gaps = tuple(Gap(role, ELDER, Device.DESKTOP, 1, reason) for role in (Role.HOME, Role.LIST, Role.PRODUCT))
    gaps += tuple(Gap(Role.HOME, state, Device.DESKTOP, 1, reason) for state in ("elder_waited", "elder_left"))
    return dataclasses.replace(whole, gaps=gaps)


DECOYS: list[dict[str, Any]] = [
    {"text": "老年鞋", "href": "/category/shoes"},
    {"text": "老人手机", "href": "/list?cid=9"},
    {"text": "送长辈礼物", "href": "/topic/gift"},
    {"text": "长辈模式专用手机", "href": "/item/99"},
    {"text": "本站推出长辈版", "href": "/a/1"},
    {"text": "长辈版上线公告", "href": "/x"},
    {"text": "长辈版", "href": "/news/2024/elder"},
    {"text": "长辈版", "href": "/?s=article/index/id/25.html"},
    {"text": "长辈版", "href": "/search?q=%E9%95%BF%E8%BE%88"},
    {"text": "长辈版", "href": "https://www.other-company.com/elder"},
    {"text": "我们的长辈版让老年人购物更加方便快捷，欢迎大家前来体验", "href": "/about"},
    {"text": "长辈版", "tag": "p"},
    {"text": "长辈版", "href": "/elder", "unseen": "display_none"},
]


@pytest.mark.parametrize("decoy", DECOYS, ids=lambda decoy: str(decoy["text"]))
def test_goods_news_and_words_are_no_entry(decoy: dict[str, Any]) -> None:
    answer = ask("inclusion.elder_entry", plain(decoy))
    assert answer.outcome is Outcome.NO, answer.because
    assert answer.by_absence
    assert ask("inclusion.elder_mode", plain(decoy)).outcome is Outcome.NO


REAL: list[tuple[dict[str, Any], float]] = [
    ({"text": "长辈版", "href": "/elder", "region": "header"}, 1.0),
    ({"text": "关怀模式", "tag": "span", "clickable": True, "box": (0, 10, 60, 30)}, 1.0),
    ({"text": "大字版", "tag": "button", "clickable": True, "region": "floating", "position": "fixed", "box": (0, 900, 60, 30)}, 1.0),
    ({"text": "亲情版", "href": "https://elder.shop.example/", "region": "footer", "box": (0, 3800, 60, 30)}, 0.8),
    ({"name": "长辈模式", "tag": "button", "clickable": True, "region": "header"}, 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "fraction"), REAL)
def test_entries_count_by_where_they_stand(entry: dict[str, Any], fraction: float) -> None:
    answer = ask("inclusion.elder_entry", plain(entry))
    assert (answer.outcome, answer.fraction) == (Outcome.YES, fraction), answer.because


def test_an_entry_that_could_not_be_tried_is_not_judged() -> None:
    whole = plain({"text": "长辈版", "href": "/elder"}, reason=GapReason.TIMEOUT)
    assert ask("inclusion.elder_entry", whole).outcome is Outcome.NOT_SEEN
    assert ask("inclusion.elder_mode", whole).outcome is Outcome.NOT_SEEN
    assert ask("inclusion.elder_font", whole).outcome is Outcome.NOT_SEEN


def test_a_button_that_does_nothing_is_a_decoy() -> None:
    whole = good()
    home = whole.view(Role.HOME)
    assert home is not None
    whole = swapped(whole, Role.HOME, ELDER, elements=home.elements, text=home.text, url=home.url)
    assert ask("inclusion.elder_entry", whole).outcome is Outcome.NO
    assert ask("inclusion.elder_mode", whole).outcome is Outcome.NO
    assert ask("inclusion.elder_persists", whole).outcome is Outcome.NO
    standard = ask("inclusion.elder_font", whole)
    assert standard.values["state"] == "landed"


def test_a_mode_inside_the_app_is_pointed_to_and_not_measured() -> None:
    whole = plain({"text": "长辈版请在APP内开启"})
    entry = ask("inclusion.elder_entry", whole)
    assert (entry.outcome, entry.fraction) == (Outcome.YES, 0.5)
    for name in ("elder_mode", "elder_font", "elder_targets"):
        answer = ask(f"inclusion.{name}", whole)
        assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "app_only"), name


def test_an_entry_in_a_menu_that_was_not_tried_is_no_missing_mode() -> None:
    whole = swapped(plain(), Role.HOME, MENUS, add=[{"text": "长辈版", "href": "/elder", "opened_by": "#more"}])
    assert ask("inclusion.elder_entry", whole).fraction == 0.5
    assert ask("inclusion.elder_mode", whole).outcome is Outcome.NOT_SEEN


def test_absence_rests_on_a_whole_look_only() -> None:
    whole = swapped(plain(), Role.HOME, thoroughness=BLIND)
    assert ask("inclusion.elder_entry", whole).outcome is Outcome.NOT_SEEN
    hidden = without(plain(), lambda view: view.state != MENUS)
    hidden = dataclasses.replace(
        hidden, gaps=(*hidden.gaps, Gap(Role.HOME, MENUS, Device.DESKTOP, 1, GapReason.BLOCKED))
    )
    assert ask("inclusion.elder_entry", hidden).reason == "blocked"


NOTICE = {"text": "已切换到长辈模式 知道了", "region": "dialog"}
AD = {"text": "广告", "box": (0, 500, 30, 16)}
WRONG: list[tuple[str, Role, str, dict[str, Any], Outcome]] = [
    ("elder_ads", Role.HOME, ELDER, {"add": [AD]}, Outcome.NO),
    ("elder_ads", Role.PRODUCT, ELDER, {"add": [AD]}, Outcome.NO),
    ("elder_ads", Role.HOME, ELDER, {"add": [{"text": "广告服务", "href": "/ads"}]}, Outcome.YES),
    ("elder_ads", Role.HOME, ELDER, {"add": [{"text": "App 立即下载", "href": "/app"}]}, Outcome.NO),
    ("elder_ads", Role.HOME, "elder_waited", {"add": [{"text": "限时红包", "region": "dialog"}]}, Outcome.NO),
    ("elder_ads", Role.HOME, ELDER, {"add": [{"text": "已切换到长辈模式", "region": "dialog"}]}, Outcome.YES),
    (
        "elder_ads",
        Role.HOME,
        ELDER,
        {"add": [NOTICE, {"text": "知道了", "tag": "button", "region": "dialog", "parent": 0}]},
        Outcome.YES,
    ),
    (
        "elder_close",
        Role.HOME,
        ELDER,
        {"add": [{"text": "提示", "region": "dialog", "box": (100, 100, 400, 300)}]},
        Outcome.NO,
    ),
    (
        "elder_targets",
        Role.HOME,
        ELDER,
        {"add": [{"text": "小", "href": "/s", "box": (0, 3000, 20, 20)}] * 9},
        Outcome.NO,
    ),
    ("elder_names", Role.HOME, ELDER, {"add": [{"image": "/p.png", "box": (0, 3000, 90, 90)}] * 5}, Outcome.NO),
    ("elder_contrast", Role.HOME, ELDER, {"add": [{"text": "灰", "colour": "#cccccc"}] * 9}, Outcome.NO),
    ("elder_font", Role.HOME, ELDER, {"add": [{"text": "小字" * 20, "font_px": 12.0}]}, Outcome.NO),
    ("elder_spacing", Role.HOME, ELDER, {"add": [{"text": "密" * 90, "line_px": 14.0}]}, Outcome.NO),
    ("elder_services", Role.HELP, "landed", {"text": "普通帮助"}, Outcome.NO),
]


@pytest.mark.parametrize(("name", "role", "state", "changes", "outcome"), WRONG)
def test_what_is_wrong_inside_the_mode_is_noticed(
    name: str, role: Role, state: str, changes: dict[str, Any], outcome: Outcome
) -> None:
    answer = ask(f"inclusion.{name}", swapped(good(), role, state, **changes))
    assert answer.outcome is outcome, answer.because


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        ((450, 100, 50, 50), Outcome.YES),
        ((100, 100, 50, 50), Outcome.YES),
        ((275, 340, 60, 50), Outcome.YES),
        ((450, 100, 24, 24), Outcome.NO),
        ((275, 200, 50, 50), Outcome.NO),
    ],
)
def test_close_buttons_stand_where_the_norm_wants_them(box: tuple[int, ...], outcome: Outcome) -> None:
    layer = {"text": "提示", "region": "dialog", "position": "fixed", "box": (100, 100, 400, 300)}
    close = {"text": "关闭", "tag": "button", "clickable": True, "region": "dialog", "parent": 0, "box": box}
    answer = ask("inclusion.elder_close", swapped(good(), Role.HOME, ELDER, add=[layer, close]))
    assert answer.outcome is outcome, answer.because


def test_ad_frames_of_others_are_ads() -> None:
    home = good().view(Role.HOME, ELDER)
    assert home is not None
    frame = Frame("https://googleads.g.doubleclick.net/x", "iframe", home.elements[0].box, False, "cross site")
    assert ask("inclusion.elder_ads", swapped(good(), Role.HOME, ELDER, frames=(frame,))).outcome is Outcome.NO


def test_a_mode_that_is_lost_on_the_way() -> None:
    whole = redrawn(good(), Role.PRODUCT, ELDER, lambda element: dataclasses.replace(element, font_px=14.0))
    assert ask("inclusion.elder_keeps", whole).outcome is Outcome.NO
    assert ask("inclusion.elder_persists", whole).outcome is Outcome.YES  # the list still had it
    lost = redrawn(whole, Role.LIST, ELDER, lambda element: dataclasses.replace(element, font_px=14.0))
    assert ask("inclusion.elder_persists", lost).outcome is Outcome.NO
    stuck = redrawn(good(), Role.HOME, "elder_left", lambda element: dataclasses.replace(element, font_px=20.0))
    assert ask("inclusion.elder_leaves", stuck).outcome is Outcome.NO


def test_without_a_mode_the_standard_page_is_measured() -> None:
    whole = plain()
    assert ask("inclusion.elder_font", whole).values["state"] == "landed"
    assert ask("inclusion.elder_font", whole).outcome is Outcome.NO
    assert ask("inclusion.elder_keeps", whole).outcome is Outcome.NO
    assert ask("inclusion.elder_ads", swapped(whole, Role.HOME, add=[AD])).values["in_mode"] is False


def test_an_ordinary_page_earns_nothing_for_a_mode_that_is_not_there() -> None:
    whole = plain()
    assert ask("inclusion.elder_ads", whole).outcome is Outcome.NOT_APPLICABLE
    assert ask("inclusion.elder_ads", good()).outcome is Outcome.YES
    for name in ("elder_font", "elder_contrast", "elder_spacing", "elder_targets", "elder_names"):
        assert "普通首页" in ask(f"inclusion.{name}", whole).because.zh, name
        assert "普通首页" not in ask(f"inclusion.{name}", good()).because.zh, name


def test_spacing_is_open_where_unknown_lines_may_turn_it() -> None:
    some = swapped(good(), Role.HOME, ELDER, add=[{"text": "疏" * 200, "font_px": 20.0, "line_px": 0.0}])
    assert ask("inclusion.elder_spacing", some).outcome is Outcome.UNSURE
    close = swapped(
        good(),
        Role.HOME,
        ELDER,
        add=[
            {"text": "疏" * 9, "font_px": 20.0, "line_px": 0.0},
            {"text": "密" * 900, "font_px": 20.0, "line_px": 20.0},
        ],
    )
    assert ask("inclusion.elder_spacing", close).outcome is Outcome.NO


def test_a_link_that_every_page_carries_is_no_result_of_a_search() -> None:
    asked: dict[str, Any] = {"url": "https://shop.example/search?q=长辈版"}
    everywhere, result = {"text": "长辈版", "href": "/elder"}, {"text": "打开长辈版", "href": "/elder?from=search"}
    quiet = swapped(good(), Role.HELP, text="普通帮助")
    whole = swapped(quiet, Role.SEARCH, "elder_asked", add=[everywhere], **asked)
    assert ask("inclusion.elder_search", whole).outcome is Outcome.NO
    whole = swapped(quiet, Role.SEARCH, "elder_asked", add=[everywhere, result], **asked)
    assert ask("inclusion.elder_search", whole).outcome is Outcome.YES
    twice = swapped(quiet, Role.SEARCH, "elder_asked", add=[everywhere, everywhere], **asked)
    assert ask("inclusion.elder_search", twice).outcome is Outcome.YES


@pytest.mark.parametrize("echo", [
    {"text": "首页“长辈版”的搜索结果"}, {"text": "长辈版", "tag": "h1", "heading": 1},
    {"text": "长辈版", "tag": "a", "href": "/search?q=长辈版"},
])  # fmt: skip
def test_words_searched_for_that_the_page_repeats_are_no_result(echo: dict[str, Any]) -> None:
    quiet = swapped(good(), Role.HELP, text="普通帮助")
    whole = swapped(quiet, Role.SEARCH, "elder_asked", add=[echo], url="https://shop.example/search?q=长辈版")
    assert ask("inclusion.elder_search", whole).outcome is Outcome.NO


def test_search_that_leads_nowhere() -> None:
    whole = swapped(good(), Role.SEARCH, "elder_asked", url="https://shop.example/search?q=长辈版")
    assert ask("inclusion.elder_search", whole).outcome is Outcome.YES  # the help page explains it
    whole = swapped(whole, Role.HELP, text="普通帮助")
    assert ask("inclusion.elder_search", whole).outcome is Outcome.NO
    unasked = without(whole, lambda view: view.state != "elder_asked")
    assert ask("inclusion.elder_search", unasked).reason == "not_looked"


def test_a_picture_to_read_at_login_is_for_a_person() -> None:
    puzzle = {"image": "/captcha.png", "box": (0, 900, 90, 40)}
    assert ask("inclusion.elder_captcha", swapped(good(), Role.LOGIN, add=[puzzle])).outcome is Outcome.UNSURE
    voiced = swapped(good(), Role.LOGIN, add=[puzzle, {"text": "语音验证码", "href": "#v"}])
    assert ask("inclusion.elder_captcha", voiced).outcome is Outcome.YES
