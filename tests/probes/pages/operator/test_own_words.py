"""Whose words a page's are, what is only planned or over, and that any text is read in good time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.pages.operator.honours import find_honours
from probes.pages.operator.own_words import find_told, is_over, is_undone
from probes.pages.operator.whose import find_stranger, operator_names
from tests.cases.build import element, site, view

OWN = frozenset({"北京示例网络科技有限公司"})
SHOP = Platform("https://shop.example/", "示例商城")
FOOT = element(0, text="© 2026 北京示例网络科技有限公司 版权所有", region="footer")


def shop(text: str) -> Site:
    return site(view(Role.HOME, None, [FOOT]), view(Role.SOCIAL, text))


@pytest.mark.parametrize(
    "text",
    [
        "我们培训农户 1200 人次",
        "近年来公司坚持助农",
        "北京示例网络科技有限公司培训农户",
        "我们与丰禾粮油有限公司签订收购协议",
        "本集团培训农户",
        "证书由示例认证有限公司颁发",
        "我们与板栗合作社签订协议",
        "农户种植小米和板栗",
        "丰禾有限公司与北京示例网络科技有限公司共同起草",
    ],
)
def test_these_are_the_shops_own_words(text: str) -> None:
    assert find_stranger(text, OWN, SHOP) == ""


@pytest.mark.parametrize(
    "text",
    [
        "丰禾粮油有限公司培训农户",
        "丰禾集团培训农户",
        "丰禾公司培训农户",
        "京东培训农户",
        "据丰禾公司介绍，农户增收",
        "Fenghe Foods Ltd trained farmers",
    ],
)
def test_these_speak_of_others(text: str) -> None:
    assert find_stranger(text, OWN, SHOP) != ""


def test_partners_named_about_a_shop_do_not_become_the_shop() -> None:
    about = view(
        Role.ABOUT, "合作伙伴\n丰禾粮油有限公司获得了很多奖项，我们为此高兴。\n示例商城由北京示例网络科技有限公司运营。"
    )
    assert operator_names(site(view(Role.HOME, None, [FOOT]), about)) == OWN


def test_what_is_planned_is_not_done() -> None:
    said = {
        sentence.raw: is_undone(sentence)
        for sentence in find_told(
            shop("我们计划开展农户培训。\n我们将陆续开通回收点。\n我们将纸箱交给了配送员。"), [Role.SOCIAL]
        )
    }
    assert list(said.values()) == [True, True, False]


def test_a_campaign_that_ended_is_over_and_another_is_not() -> None:
    text = "新店活动\n活动时间：2023年1月1日至2023年12月31日\n我们为新商家减免了服务费。\n长期政策\n我们为小微商家减免了保证金。"
    assert [is_over(sentence) for sentence in find_told(shop(text), [Role.SOCIAL]) if "减免" in sentence.text] == [
        True,
        False,
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="我们与公司集团有限培训农户。，\n1234万人次年月日认证证书编号:GB/T-有效期至高新技术企业协会会员单位 ",
        max_size=400,
    )
)
def test_any_text_is_read(text: str) -> None:
    whole = site(view(Role.HOME, None, [FOOT]), view(Role.ABOUT, text))
    assert all(is_over(sentence) in (True, False) for sentence in find_told(whole, [Role.ABOUT]))
    assert all(honour.raw for honour in find_honours(whole))


@pytest.mark.parametrize(
    "piece",
    [
        "我们与丰禾有限公司、",
        "高新技术企业",
        "有效期至2024年",
        "2024年培训1人，",
        "活动时间：2020年1月1日至2020年2月1日\n",
        "GB/T 99901-2025 ",
        "集团公司",
    ],
)
def test_a_large_page_takes_time_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        whole = site(view(Role.HOME, None, [FOOT]), view(Role.ABOUT, piece * times))
        began = time.process_time()
        list(find_told(whole, [Role.ABOUT]))
        find_honours(whole)
        return time.process_time() - began

    small = max(seconds(500), 0.005)
    assert seconds(5_000) < 60 * small


@pytest.mark.parametrize(
    "written", ["收购１２吨板栗", "收购 １２ 吨板栗", "收购 12 吨板栗", "收购\u300012\u3000吨板栗"]
)
def test_blanks_around_a_figure_part_nothing(written: str) -> None:
    told = list(find_told(shop(f"我们去年{written}。"), [Role.SOCIAL]))
    assert [sentence.text for sentence in told if "板栗" in sentence.text][:1] == ["我们去年收购12吨板栗。"]


def test_a_label_with_its_value_states_something_and_a_line_below_a_sentence_is_a_heading() -> None:
    told = list(
        find_told(
            shop("社会责任\n以下由我们发布。\n助农专区\n帮扶地区：贵州从江\n亲，进去就能看到村子～"), (Role.SOCIAL,)
        )
    )
    said = {sentence.text: sentence.sentence.heading for sentence in told}
    assert said["帮扶地区:贵州从江"] == "助农专区"
    assert any(text.endswith(("村子~", "村子～")) for text in said)


@pytest.mark.parametrize(
    ("text", "undone"),
    [("扶持计划覆盖27个产业带。", False), ("公司计划覆盖27个县。", True), ("我们计划在明年建设仓库。", True)],
)
def test_a_programme_may_be_called_a_plan(text: str, undone: bool) -> None:
    assert [is_undone(sentence) for sentence in find_told(shop(f"社会责任\n{text}"), (Role.SOCIAL,))] == [undone]
