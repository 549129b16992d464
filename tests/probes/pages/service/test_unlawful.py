"""Terms that contradict the law are found, and nothing that forbids, quotes or lawfully narrows them."""

from __future__ import annotations

import pytest

from probes.pages.service.unlawful import RETURN_TERMS, TermEffect, find_unlawful
from tests.cases.build import view

SURE = {
    "商品一经售出，概不退换。": TermEffect.BLANKET,
    "本商城所有商品售出后一律不予退换，请谨慎购买。": TermEffect.BLANKET,
    "All sales are final.": TermEffect.BLANKET,
    "签收后3日内可申请无理由退货，逾期不再受理。": TermEffect.SHORT_WINDOW,
    "自签收之日起三日内，您可以无理由退货。": TermEffect.SHORT_WINDOW,
    "所有商品一经拆封，概不支持退货。": TermEffect.UNSEALED,
    "本店所有商品均不支持七天无理由退货。": TermEffect.NO_REASON_DENIED,
    "本店所有商品均不支持 7 天无理由退货。": TermEffect.NO_REASON_DENIED,
}
DOUBTFUL = {
    "特价商品售出后不退不换。": TermEffect.BLANKET,
    "售出不退": TermEffect.BLANKET,
    "商品拆封后不予退货。": TermEffect.UNSEALED,
    "非质量问题不予退换货。": TermEffect.NO_REASON_DENIED,
    "收到商品后5天内可以退货。": TermEffect.SHORT_WINDOW,
    "活动最终解释权归本商城所有。": TermEffect.LAST_WORD,
    "因个人原因要求退货的，本平台一律不予受理。": TermEffect.NO_REASON_DENIED,
    "部分商品支持3天无理由退货。": TermEffect.SHORT_WINDOW,
}
LAWFUL = [
    "商家不得以“商品售出概不退换”为由拒绝消费者的退货申请。",
    "禁止商家在店铺内发布“概不退换”“最终解释权归本店所有”等字样。",
    "含有“概不退换”内容的条款无效。",
    "如遇店铺声明售出概不退换，您可以向平台投诉。",
    "本平台不会以任何理由概不退换。",
    "定制商品一经售出，概不退换。",
    "虚拟商品支付后概不退换。",
    "生鲜商品不支持七天无理由退货。",
    "已拆封的音像制品和计算机软件不支持无理由退货。",
    "贴身衣物拆封后不予退换，质量问题除外。",
    "超过七天的商品概不退换。",
    "商品使用后影响二次销售的，不予退货。",
    "以下情况概不退换：人为损坏。",
    "为查看商品而拆开包装不影响退货。",
    "我们支持七天无理由退货，收到退货后3日内退款。",
    "签收后7日内无理由退货；生鲜签收后24小时内可申请退款。",
    "以下商品概不退换：\n鲜活易腐的商品售出后概不退换。\n报纸期刊一经售出概不退换。",
    "售后规则（历史版本）\n商品一经售出，概不退换。",
    "平台规则的解释以法律规定为准。",
    "酒店订单3天内可无理由退订。",
    "什么是“售出概不退换”？",
    "店铺声明“概不退换”的，该声明对您没有约束力。",
    "预售定金一经支付概不退还。",
]


@pytest.mark.parametrize(("text", "term"), SURE.items())
def test_what_the_words_alone_say_is_sure(text: str, term: TermEffect) -> None:
    assert [(hit.term, hit.sure) for hit in find_unlawful([view("after_sales", text)])] == [(term, True)]


@pytest.mark.parametrize(("text", "term"), DOUBTFUL.items())
def test_what_may_be_narrowed_is_left_to_a_person(text: str, term: TermEffect) -> None:
    assert [(hit.term, hit.sure) for hit in find_unlawful([view("after_sales", text)])] == [(term, False)]


@pytest.mark.parametrize("text", LAWFUL)
def test_what_is_lawful_is_no_hit(text: str) -> None:
    assert find_unlawful([view("rules", text)]) == ()


def test_a_hit_names_the_law_and_sure_ones_come_first() -> None:
    pages = [view("rules", "活动最终解释权归本商城所有。"), view("after_sales", "商品一经售出，概不退换。")]
    hits = find_unlawful(pages)
    assert [hit.term for hit in hits] == [TermEffect.BLANKET, TermEffect.LAST_WORD]
    assert "CPL" in hits[0].basis.en
    assert hits[0].named.zh
    assert [hit.term for hit in find_unlawful(pages, RETURN_TERMS)] == [TermEffect.BLANKET]


def test_a_lawful_window_elsewhere_makes_a_shorter_one_doubtful() -> None:
    pages = [view("rules", "本店支持3天无理由退货。"), view("after_sales", "平台商品支持7天无理由退货。")]
    assert [(hit.term, hit.sure) for hit in find_unlawful(pages)] == [(TermEffect.SHORT_WINDOW, False)]


def test_an_old_version_is_known_by_its_address_too() -> None:
    old = view("rules", "商品一经售出，概不退换。", url="https://shop.example/rules/history/2019.html")
    assert find_unlawful([old]) == ()
