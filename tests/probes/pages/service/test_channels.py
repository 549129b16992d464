"""Ways to reach customer service: what a page offers to buyers, and what only looks like an offer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Element
from probes.pages.service import channels
from probes.pages.service.channels import Channel
from tests.cases.build import element, view


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
    assert set(channels.find_channels(view("service", text))) == found


def test_a_name_alone_counts_where_it_is_pressed_or_something_stands_below_it() -> None:
    heading = {"text": "在线客服", "tag": "h2", "heading": 2}
    assert Channel.CHAT not in channels.find_channels(view("service", "在线客服", [heading]))
    assert Channel.CHAT in channels.find_channels(view("service", "在线客服\n每日 9:00-21:00", [heading]))
    assert Channel.CHAT in channels.find_channels(view("service", "", [{"text": "在线客服", "href": "/chat"}]))
    assert Channel.CHAT in channels.find_channels(
        view("home", "", [{"text": "联系客服", "tag": "div", "clickable": True}])
    )
    assert Channel.CHAT not in channels.find_channels(view("home", "", [{"text": "联系客服", "href": "/contact"}]))


def test_a_form_with_room_to_write_is_a_way_to_leave_a_message() -> None:
    fields = [{"tag": "textarea", "text": ""}, {"input_type": "text", "text": ""}]
    assert Channel.MESSAGE in channels.find_channels(view("service", "", fields))
    assert Channel.MESSAGE not in channels.find_channels(view("home", "", fields))


@given(st.text("a1@#.-+_客 \n\u2028", max_size=60))
def test_mail_is_found_whatever_lines_are_passed_over(text: str) -> None:
    whole = [match.span() for match in channels.ADDRESS.finditer(text)]
    assert [match.span() for match in channels.find_mail_addresses(text)] == whole


def test_what_is_only_spoken_of_is_announced() -> None:
    spoken = channels.find_channels(view("service", "您可以通过在线客服咨询订单问题。您可以在线留言。"))
    assert spoken[Channel.CHAT].announced
    assert spoken[Channel.MESSAGE].announced
    pressed = channels.find_channels(view("home", "", [{"text": "在线客服", "tag": "div", "clickable": True}]))
    assert not pressed[Channel.CHAT].announced
    framed = channels.find_channels(view("home", "", [{"text": "在线客服", "tag": "span", "region": "floating"}]))
    assert not framed[Channel.CHAT].announced


def test_the_service_of_travellers_is_no_chat() -> None:
    assert Channel.CHAT not in channels.find_channels(view("home", "", [{"text": "旅客服务", "clickable": True}]))


@pytest.mark.parametrize("href", ["javascript:;", "javascript:void(0)", "https://shop.example/service#"])
def test_a_link_to_nowhere_states_no_channel_but_by_its_own_words(href: str) -> None:
    def link(text: str, to: str = href) -> Element:
        return replace(element(0, text=text, tag="a", clickable=True, region="footer"), href=to)

    code = {"text": "", "image": "/code.png", "box": (0, 0, 120, 120), "parent": 0}
    for words, channel in (
        ("常见问题", Channel.SELF_SERVICE),
        ("官方微信", Channel.WECHAT),
        ("意见反馈", Channel.MESSAGE),
    ):
        assert channels.find_channels(view("service", "", [link(words)]))[channel].announced
        inside = {"text": words, "tag": "span", "parent": 0, "region": "footer"}
        assert channels.find_channels(view("service", "", [link(words), inside]))[channel].announced
        assert not channels.find_channels(view("service", "", [link(words, "https://shop.example/there")]))[
            channel
        ].announced
    assert not channels.offers_any(view("service", "", [link("在线客服")]))
    assert channels.offers_any(view("service", "", [link("微信客服：栗子集市")]))
    assert channels.offers_any(view("service", "", [link("官方微信"), code]))
    asked = {"url": "https://meiqia.com/dist/meiqia.js", "method": "GET", "kind": "script", "status": 200, "size": 1}
    asked |= {"third_party": True, "initiator": "", "at_ms": 1.0}
    assert channels.offers_any(view("service", "", [link("在线客服")], exchanges=[asked]))
