"""Lists, labels, arrows and tables in a page's text say something; menus and headings do not."""

from __future__ import annotations

import time

from probes.pages.lists.listed_lines import list_items, list_lines, read_bare_lines, read_text_rows


def said(text: str) -> dict[str, str]:
    return {line.raw: line.heading for line in list_lines(text)}


def test_items_stand_below_their_heading() -> None:
    found = said("质量问题处理\n1. 能修的免费维修\n2. 修不好的更换")
    assert found == {"1. 能修的免费维修": "质量问题处理", "2. 修不好的更换": "质量问题处理"}


def test_an_item_alone_and_a_numbered_chapter_say_nothing() -> None:
    assert said("1. 能修的免费维修") == {}
    assert said("一、投诉受理\n二、投诉处理") == {}


def test_a_row_is_read_with_the_names_of_its_columns() -> None:
    (row,) = read_text_rows("时限表\n环节\t时限\n受理\t2天")
    assert (row.heading, row.names, row.cells) == ("时限表", ("环节", "时限"), ("受理", "2天"))
    assert "环节:受理 时限:2天" in {line.text for line in list_lines("环节\t时限\n受理\t2天")}


def test_rows_that_no_row_names_are_a_menu() -> None:
    assert read_text_rows("购物指南\t售后服务\n购物流程\t投诉流程") == ()
    assert said("首页 关于我们 投诉处理\n商品 品牌 投诉流程") == {}


def test_blanks_part_cells_below_a_row_that_names_columns() -> None:
    rows = read_text_rows("环节 责任人 内容\n受理 前台 登记\n反馈 客服 电话告知")
    assert [row.cells for row in rows] == [("受理", "前台", "登记"), ("反馈", "客服", "电话告知")]


def test_arrows_need_two_steps() -> None:
    assert "提交→受理→反馈" in said("提交→受理→反馈")
    assert said("首页→投诉") == {}


def test_a_bare_line_holds_no_sentence_mark() -> None:
    assert [line.raw for line in read_bare_lines("24小时受理，7天办结\n我们受理。\n")] == ["24小时受理，7天办结"]


def test_long_pages_are_read_in_time() -> None:
    begun = time.process_time()
    for run in ("1. ", "环节\t时限\n", "→", "额度：", "\t", " 时限", "第1天 "):
        list_items(run * (200_000 // len(run)))
        read_text_rows(run * (200_000 // len(run)))
    assert time.process_time() - begun < 10
