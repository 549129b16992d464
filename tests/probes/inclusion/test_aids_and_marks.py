"""Which labels are aids and marks of accessibility, which sentences tell how to find the elder mode, and which only sound like it."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.inclusion.elder_search import ASKED
from tests.cases.build import view
from tests.eval.recall.wordings import ask


def _on_home(check: str, **given: Any) -> Outcome:
    home = view(Role.HOME, elements=[{"text": "示例商城，今日上新，秋茶与山核桃"}, given])
    return ask(check, home).outcome


@pytest.mark.parametrize(
    "label",
    [
        "连读",
        "字幕条",
        "字級：大",
        "High contrast",
        "Increase text size",
        "无障碍/适老化",
        "Accessibility Tools",
        "读屏专用",
        "听读模式",
        "色盲辅助",
        "听障服务",
    ],
)
def test_an_aid_by_its_name(label: str) -> None:
    assert _on_home("inclusion.accessibility_aids", text=label, tag="button", clickable=True) is Outcome.YES


@pytest.mark.parametrize(
    "label",
    [
        "中华老字号",
        "老字号馆",
        "放大镜",
        "放大招",
        "大字典",
        "大字报",
        "A+会员",
        "无障碍卫生间",
        "无障碍坡道",
        "商品对比",
        "盲人按摩",
        "机械键盘",
        "字号起名",
        "听读机",
        "色盲检测图册",
    ],
)
def test_what_only_sounds_like_an_aid(label: str) -> None:
    assert _on_home("inclusion.accessibility_aids", text=label, href="/p/7") is Outcome.NO


@pytest.mark.parametrize("label", ["无障碍声明", "網站無障礙聲明", "Accessibility Statement"])
def test_behind_a_text_on_accessibility_there_may_be_aids(label: str) -> None:
    assert _on_home("inclusion.accessibility_aids", text=label, href="/a") is Outcome.UNSURE


@pytest.mark.parametrize(
    "given",
    [
        {"text": "本网站已通过适老化及信息无障碍水平评测"},
        {"text": "网站无障碍等级：AA"},
        {"name": "信息无障碍", "image": "/mark.png"},
        {"name": "W3C WAI-AA WCAG 2.0", "image": "/wcag.png"},
        {"ocr": "信息无障碍标识", "image": "/mark.png"},
        {"text": "首批通过信息无障碍评测的电商平台"},
    ],
)
def test_a_mark_is_shown_or_told_of(given: dict[str, Any]) -> None:
    assert _on_home("inclusion.accessibility_mark", **given) is Outcome.YES


@pytest.mark.parametrize(
    "said",
    [
        "无障碍卫生间",
        "无障碍认证扶手",
        "适老化改造",
        "我们正在申请信息无障碍标识",
        "如何申请信息无障碍标识",
        "尚未通过信息无障碍评测",
    ],
)
def test_what_is_no_mark(said: str) -> None:
    assert _on_home("inclusion.accessibility_mark", text=said) is Outcome.NO


@pytest.mark.parametrize("said", ["无障碍沟通", "信息无障碍"])
def test_what_only_names_the_matter_is_no_mark_and_is_asked_about(said: str) -> None:
    assert _on_home("inclusion.accessibility_mark", text=said) is Outcome.UNSURE


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("如需使用老年版，请点击网页右侧悬浮栏中的按钮。", Outcome.YES),
        ("长辈大字版在哪里？首页右下角。", Outcome.YES),
        ("老年装在哪里？服饰频道。", Outcome.NO),
        ("老字号商家请点击入驻。", Outcome.NO),
        ("想看大字，请从菜单进入关怀版。语音版即将推出。", Outcome.YES),
        ("长辈版还在制作，预计明年开春上线，入口会放在首页。", Outcome.NO),
        ("届时可点首页右上角切换到长辈版。", Outcome.NO),
        ("长辈版上线后，点首页右上角即可切换。", Outcome.NO),
        ("本店没有长辈版，首页也就没有入口。", Outcome.NO),
    ],
)
def test_help_tells_where_the_elder_mode_is(said: str, outcome: Outcome) -> None:
    pages = (
        view(Role.HOME, "示例商城"),
        view(Role.SEARCH, "没有商品", state=ASKED),
        view(Role.HELP, f"帮助中心\n{said}"),
    )
    assert ask("inclusion.elder_search", *pages).outcome is outcome
