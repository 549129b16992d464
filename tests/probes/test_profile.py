"""What kind of platform it is: told only by what was seen, and never by what was not."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.profile import effective_profile, infer_traits
from probes.schema.flags import FLAGS
from probes.text.numbers.uscc import check_character, inner_check
from tests.cases.build import SHOP, gap, site, view


def flags(whole: Site) -> dict[str, bool]:
    return {trait.flag: trait.value for trait in infer_traits(whole)}


def services(count: int = 5, text: str = "私教课程 每节五十分钟 到店预约 退订须提前一天") -> Site:
    views = [view(Role.PRODUCT, text, url=f"{SHOP}item/{number}", id=f"p{number}") for number in range(count)]
    return site(
        view(Role.HOME, "练功房 首页"), view(Role.LIST, "全部课程"), *views,
        gap(Role.DELIVERY, "not_offered"), gap(Role.CART, "not_offered"), gap(Role.SELLER, "not_offered"),
    )  # fmt: skip


def dark(whole: Site, role: Role) -> Site:
    """The same visit, but pages of that role could not be had."""
    views = tuple(page for page in whole.views if page.role is not role)
    gaps = tuple(other_gap for other_gap in whole.gaps if other_gap.role is not role)
    return dataclasses.replace(whole, views=views, gaps=(*gaps, gap(role, "timeout")))


def test_nothing_seen_tells_nothing() -> None:
    assert infer_traits(site()) == ()


def test_an_entry_for_sellers_tells_of_third_party_sellers() -> None:
    (trait,) = infer_traits(site(view(Role.HOME, elements=[{"text": "商家入驻", "href": "/seller"}])))
    assert (trait.flag, trait.value) == ("marketplace", True)
    assert "商家入驻" in trait.because.zh
    assert trait.evidence[0].selector


def test_an_article_about_sellers_tells_nothing() -> None:
    said = "本平台开放商家入驻的消息一出，各地商家纷纷前来了解入驻条件"
    assert flags(site(view(Role.HOME, elements=[{"text": said, "href": "/news/1"}]))) == {}


def test_what_cannot_be_seen_tells_nothing() -> None:
    hidden = {"text": "商家入驻", "href": "/seller", "unseen": "display_none"}
    assert flags(site(view(Role.HOME, elements=[hidden]))) == {}


def test_a_product_page_that_ships_tells_of_goods() -> None:
    assert flags(site(view(Role.PRODUCT, "陶瓷碗 ￥39 运费 ￥6 现货")))["goods"] is True


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("本商城全部商品均为自营，不引入第三方商家。", True),
        ("除图书专区外，本商城没有第三方商家。", False),
        ("如果页面没有第三方商家信息，请联系客服。", False),
        ("自营 第三方商家 入驻", False),
    ],
)
def test_only_a_plain_sentence_denies_third_party_sellers(said: str, told: bool) -> None:
    whole = site(
        view(Role.HOME, "示例商城"), view(Role.ABOUT, said), view(Role.PRODUCT, "茶杯"), gap(Role.SELLER, "not_offered")
    )
    assert (flags(whole).get("marketplace") is False) is told


def test_a_denial_does_not_stand_against_an_entry_for_sellers() -> None:
    said = "本商城全部商品均为自营，不引入第三方商家。"
    entry = view(Role.HOME, elements=[{"text": "商家入驻", "href": "/seller"}])
    whole = site(entry, view(Role.ABOUT, said), view(Role.PRODUCT, "茶杯"), gap(Role.SELLER, "not_offered"))
    assert flags(whole)["marketplace"] is True


def test_enough_product_pages_that_are_all_services_tell_that_no_goods_are_sold() -> None:
    assert flags(services())["goods"] is False
    assert "goods" not in flags(services(4))
    assert "goods" not in flags(services(text="茶杯 一套两只"))


@pytest.mark.parametrize("role", [Role.HOME, Role.LIST, Role.PRODUCT, Role.DELIVERY, Role.CART])
def test_a_hidden_page_may_have_shown_goods(role: Role) -> None:
    assert "goods" not in flags(dark(services(), role))


@pytest.mark.parametrize("role", [Role.HOME, Role.PRODUCT, Role.SELLER])
def test_a_hidden_page_may_have_shown_sellers(role: Role) -> None:
    said = "本商城全部商品均为自营，不引入第三方商家。"
    whole = site(
        view(Role.HOME, "商城"), view(Role.ABOUT, said), view(Role.PRODUCT, "茶杯"), gap(Role.SELLER, "not_offered")
    )
    assert flags(whole)["marketplace"] is False
    assert "marketplace" not in flags(dark(whole, role))


def code(division: str) -> str:
    inner = "00000012"
    body = f"91{division}{inner}{inner_check(inner)}"
    return body + check_character(body)


@pytest.mark.parametrize(("division", "here"), [("110105", True), ("310105", False)])
def test_a_credit_code_tells_where_the_company_is_registered(division: str, here: bool) -> None:
    assert flags(site(view(Role.HOME, f"统一社会信用代码：{code(division)}")))["beijing"] is here


def test_a_wrong_credit_code_tells_nothing() -> None:
    wrong = code("110105")[:-1] + ("0" if code("110105")[-1] != "0" else "1")
    assert "beijing" not in flags(site(view(Role.HOME, f"统一社会信用代码：{wrong}")))


def test_a_person_counts_before_the_operator_and_the_operator_before_the_pages() -> None:
    shown = view(Role.PRODUCT, "陶瓷碗 运费 ￥6")
    stated = site(shown, platform=Platform(SHOP, "示例商城", {"goods": False, "app": True}))
    assert effective_profile(stated) == {"goods": False, "app": True}
    assert effective_profile(stated, {"goods": True})["goods"] is True
    assert set(effective_profile(stated)) <= set(FLAGS)
