"""Items of lists belong to the line that leads to them; keywords without a sentence stay out."""

from __future__ import annotations

import time

import pytest

from probes.pages.rules.passages import read_passages


def test_items_carry_the_line_that_leads_to_them() -> None:
    found = {passage.raw: passage.heading for passage in read_passages("以下商品不适用：\n鲜活易腐类\n报纸、期刊")}
    assert found["鲜活易腐类"] == "以下商品不适用:"
    assert found["报纸、期刊"] == "以下商品不适用:"


def test_a_sentence_in_a_list_is_read_once_with_its_lead() -> None:
    found = [passage for passage in read_passages("哪些商品不支持退货\n我们为您定作的商品。") if "定作" in passage.raw]
    assert [sentence.heading for sentence in found] == ["哪些商品不支持退货"]


def test_numbers_are_seen_without_the_blanks_beside_them() -> None:
    (found,) = read_passages("订单满 99 元包邮，不足 99 元收 8 元运费。")
    assert "收8元运费" in found.text
    assert "收 8 元运费" in found.raw


def test_a_full_stop_makes_a_statement_but_not_of_keywords() -> None:
    assert [passage.raw for passage in read_passages("全国各地均可送达。")] == ["全国各地均可送达。"]
    assert read_passages("快递、自提、同城、冷链、大件。") == ()
    assert read_passages("快递 自提 同城\n配送方式\n七天无理由退货") == ()


def test_a_rate_is_a_statement() -> None:
    assert [passage.raw for passage in read_passages("准时送达率 98.6%")] == ["准时送达率 98.6%"]


def test_a_label_with_things_without_end_is_read_in_linear_time() -> None:
    began = time.process_time()
    read_passages("评价的采集范围:" + "、" * 60_000 + "!")
    assert time.process_time() - began < 5


def test_a_label_with_several_things_is_a_statement() -> None:
    said = "信用评价采集范围：交易信息、履约信息。"
    assert said in {passage.raw for passage in read_passages(f"信用规则\n{said}")}


@pytest.mark.parametrize("mark", ["", "• ", "- ", "（1）"])
def test_the_mark_of_an_item_makes_no_heap_of_its_words(mark: str) -> None:
    said = f"{mark}商品、描述、服务、物流各打 1 至 5 星。"
    assert [passage.raw for passage in read_passages(f"评价规则\n{said}")] == [said]
    assert not read_passages(f"评价规则\n{mark}商品、描述、服务、物流。")


@pytest.mark.parametrize(
    ("chapter", "lead", "following"),
    [
        ("第三章 办理", "第五条 有下列情形之一者，不予受理，并告知理由：", "第六条 受理之后，三日内告知处理结果。"),
        ("三、办理", "5.1 有下列情形之一者，不予受理，并告知理由：", "5.2 受理之后，三日内告知处理结果。"),
    ],
)
def test_the_next_article_is_no_item_of_the_one_that_leads_a_list(chapter: str, lead: str, following: str) -> None:
    text = (
        f"{chapter}\n{lead}\n（一）与本平台交易无关的；\n（二）已经法院受理的。\n{following}\n处理结果以书面送达双方。"
    )
    over = {passage.raw: passage.heading for passage in read_passages(text)}
    assert "不予受理" in over["（一）与本平台交易无关的；"]
    for later in (following, "处理结果以书面送达双方。"):
        assert "办理" in over[later]
        assert "不予受理" not in over[later]


@pytest.mark.parametrize(
    "text",
    [
        "责任按照下列原则认定：\n（一）破损以实物为准；\n（二）短少由发货人举证。\n五、进度查询\n线上查询正在建设。",
        "有下列情形之一的，予以赔付：\n（一）逾期的，退还运费；\n（二）丢失的，补发。\n进度查询\n常用链接",
        "（一）受理下列事项：\n1. 破损；\n2. 短少；\n（二）进度查询",
        "消费者可以通过下列渠道反映：\n专线\n信函\n六、进度查询",
        "一、以下商品除外：\n报纸；\n期刊；\n二、进度查询",
    ],
)
def test_a_list_ends_where_a_number_of_its_lead_or_further_out_follows(text: str) -> None:
    assert not any("进度查询" in passage.raw and passage.heading.endswith(":") for passage in read_passages(text))


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (
            "下列商品不适用：\n（一）定制图书；\n（二）已拆封的软件。\n前款商品由买受人逐次确认。",
            "前款商品由买受人逐次确认。",
        ),
        ("下列商品不适用：\n（一）定制图书；\n（二）已拆封的软件。\n（三）期刊。", "（三）期刊。"),
        ("以下商品不适用：\n1. 定制图书\n（1）刻字的\n2. 期刊", "2. 期刊"),
        ("第三条 下列商品不适用：\n一、定制图书；\n二、期刊。", "二、期刊。"),
    ],
)
def test_a_list_goes_on_with_its_own_numbers_and_what_speaks_of_them(text: str, item: str) -> None:
    assert any(passage.raw == item and "不适用" in passage.heading for passage in read_passages(text))


def test_a_lead_and_its_list_are_one_statement() -> None:
    found = {
        passage.raw: passage.text
        for passage in read_passages("下列节点以短信通知收货人：\n（一）出库；\n（二）签收。\n第三条 其他")
    }
    assert found["下列节点以短信通知收货人： （一）出库； （二）签收。"] == "下列节点以短信通知收货人:出库,签收"


def test_of_a_list_of_sentences_the_lead_alone_is_read() -> None:
    text = "责任按照下列原则认定：\n（一）印装问题以实物或者清晰的照片为准；\n（二）运输途中短少的由发货方负责举证。"
    (whole,) = (passage for passage in read_passages(text) if passage.raw.startswith("责任按照"))
    assert whole.text == "责任按照下列原则认定:"
    assert "发货方" in whole.raw


@pytest.mark.parametrize(
    "text",
    [
        "常用页面如下：\n购物指南\n配送方式",
        "配送通知：\n（一）出库；\n（二）签收。",
        "下列节点以短信通知：\n（一）出库。",
    ],
)
def test_links_bare_names_and_single_items_make_no_statement_of_their_lead(text: str) -> None:
    assert not any("通知：" in passage.raw or "如下：" in passage.raw for passage in read_passages(text))
