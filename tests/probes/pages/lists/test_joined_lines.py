"""Lists and plain tables are read as one sentence each, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from probes.pages.lists.joined_lines import join_columns, join_lists, list_items, loose_lines
from tests.cases.build import view


def test_a_marked_list_is_one_sentence_below_its_heading() -> None:
    page = view("help", "退货步骤\n1. 打开订单\n2. 点“退货”\n3. 填写原因。\n其他")
    (found,) = join_lists(page)
    assert found.sentence.text == "退货步骤,打开订单,点“退货”,填写原因"
    assert found.sentence.text[: found.led] == found.sentence.heading == "退货步骤"
    assert list_items(page)[0].text == "打开订单"


def test_what_comes_of_a_list_belongs_to_it_and_denied_items_do_not() -> None:
    (found,) = join_lists(view("help", "查件\n① 打开小程序\n② 点订单\n③ 暂不支持语音\n即可看到位置"))
    assert found.sentence.text == "查件,打开小程序,点订单,即可看到位置"


def test_one_marked_line_and_links_are_no_list() -> None:
    assert join_lists(view("help", "退货步骤\n1. 打开订单\n完")) == ()
    links = [{"text": "1. 配送方式", "href": "/a"}, {"text": "2. 物流查询", "href": "/b"}]
    assert join_lists(view("help", "帮助\n1. 配送方式\n2. 物流查询", links)) == ()


def test_rows_of_columns_carry_the_names_of_their_columns() -> None:
    page = view("help", "保修期限\n品类 换货期 保修期\n空调 15天 整机6年\n小家电 15天 1年\n本店保留说明")
    assert [column.sentence.text for column in join_columns(page)] == [
        "品类:空调,换货期:15天,保修期:整机6年",
        "品类:小家电,换货期:15天,保修期:1年",
    ]
    assert {column.sentence.heading for column in join_columns(page)} == {"保修期限"}


def test_a_menu_of_links_and_a_single_row_are_no_table() -> None:
    links = [
        {"text": word, "href": f"/{word}"} for word in ("配送方式", "售后服务", "门店自提", "退货政策", "快递", "退款")
    ]
    text = "配送方式 售后服务\n门店自提 退货政策\n快递 退款"
    assert join_columns(view("help", text, links)) == ()
    assert join_columns(view("help", "品类 保修期\n空调 6年\n说明")) == ()


def test_loose_lines_stand_below_their_heading_and_are_no_menus_or_questions() -> None:
    page = view("help", "送货上门\n范围：三环以内\n能送到楼上吗？\n快递 顺丰 自提 同城 冷链\n快递 | 自提 | 同城 | 冷链")
    assert [(line.text, line.heading) for line in loose_lines(page)] == [("范围:三环以内", "送货上门")]


@given(st.text(alphabet="1.、•→ \n退货：。|", max_size=400))
def test_any_text_is_read(text: str) -> None:
    page = view("help", text)
    for found in (*join_lists(page), *join_columns(page)):
        assert 0 <= found.led <= len(found.sentence.text)
    assert all(line.raw for line in loose_lines(page))


def test_the_articles_of_a_paper_are_no_list() -> None:
    text = "须知\n一、受理部门为读者服务部。\n二、受理范围包括寄送和售后。\n三、办理结果以电话答复读者。"
    assert join_lists(view("help", text)) == ()


def test_a_list_ends_where_the_paper_goes_on() -> None:
    text = (
        "四、本社的义务：\n1. 依约交付图书；\n2. 保证为正版。\n五、订单经读者提交即为成立。\n六、价格以页面标示为准。"
    )
    (found,) = join_lists(view("help", text))
    assert found.sentence.text == "四、本社的义务,依约交付图书,保证为正版"


def test_short_steps_with_large_numbers_are_a_list() -> None:
    (found,) = join_lists(view("help", "退货步骤\n一、打开订单\n二、点“退货”\n三、填写原因"))
    assert found.sentence.text == "退货步骤,打开订单,点“退货”,填写原因"
