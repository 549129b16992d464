"""Ways to reach customer service: what a page offers to buyers, and what only looks like an offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.reading import channels
from probes.reading.channels import Channel
from tests.cases.build import view


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("客服热线：400-200-3417", {Channel.PHONE}),
        ("客服邮箱：hello@shop.example", {Channel.MAIL}),
        ("邮箱\nkefu@shop.example", {Channel.MAIL}),
        ("您可以通过在线客服咨询订单问题。", {Channel.CHAT}),
        ("关注我们的官方微信，在对话框里提问。", {Channel.WECHAT}),
        ("您可以在线留言，我们会尽快处理。", {Channel.MESSAGE}),
        ("听障用户可以预约手语视频客服。", {Channel.VIDEO}),
        ("您可以在自助服务里修改地址。", {Channel.SELF_SERVICE}),
        ("商务合作邮箱：bd@shop.example", set()),
        ("招商热线：400-200-3417", set()),
        ("违法和不良信息举报邮箱：jubao@shop.example", set()),
        ("消费者可以拨打 12315 投诉。", set()),
        ("我们暂不提供在线客服。", set()),
        ("客服不会通过公众号向您索要验证码，谨防假冒。", set()),
        ("支持微信支付，可以用微信登录。", set()),
        ("在线客服\n本站问题请在订单完成后沟通", set()),
    ],
)
def test_offers(text: str, found: set[Channel]) -> None:
    assert set(channels.find(view("service", text))) == found


def test_a_name_alone_counts_where_it_is_pressed_or_something_stands_below_it() -> None:
    heading = {"text": "在线客服", "tag": "h2", "heading": 2}
    assert Channel.CHAT not in channels.find(view("service", "在线客服", [heading]))
    assert Channel.CHAT in channels.find(view("service", "在线客服\n每日 9:00-21:00", [heading]))
    assert Channel.CHAT in channels.find(view("service", "", [{"text": "在线客服", "href": "/chat"}]))
    assert Channel.CHAT in channels.find(view("home", "", [{"text": "联系客服", "tag": "div", "clickable": True}]))
    assert Channel.CHAT not in channels.find(view("home", "", [{"text": "联系客服", "href": "/contact"}]))


def test_a_form_with_room_to_write_is_a_way_to_leave_a_message() -> None:
    fields = [{"tag": "textarea", "text": ""}, {"input_type": "text", "text": ""}]
    assert Channel.MESSAGE in channels.find(view("service", "", fields))
    assert Channel.MESSAGE not in channels.find(view("home", "", fields))


@given(st.text("a1@#.-+_客 \n\u2028", max_size=60))
def test_mail_is_found_whatever_lines_are_passed_over(text: str) -> None:
    whole = [match.span() for match in channels.ADDRESS.finditer(text)]
    assert [match.span() for match in channels.addresses(text)] == whole
