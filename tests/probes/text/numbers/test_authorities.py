"""An authority's number or mailbox is none of the shop's, and the shop's own stays its own beside an authority's name."""

from __future__ import annotations

import pytest

from probes.pages.service import channels
from probes.pages.service.complaint_links import ComplaintKind, complaint_entries
from probes.text.numbers import authorities, phones
from probes.text.numbers.phones import PhoneKind
from tests.cases.build import view


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("北京市市场监督管理局投诉电话：010-12345678", True),
        ("消费者也可以向区消费者协会反映，电话 010-12345678", False),  # another clause: whose it is is not said
        ("区消费者协会电话：010-12345678", True),
        ("工商局投诉热线96315", True),
        ("反诈热线96110", True),
        ("经市场监督管理局备案的本店客服电话：010-12345678", False),
        ("可向市场监督管理局投诉或拨打客服热线010-12345678", False),
        ("市场监督管理局投诉或致电400-123-4567", False),
        ("市场监督管理局已登记。投诉电话：010-12345678", False),
        ("投诉电话：010-12345678", False),
        ("消费者权益保护热线：010-12345678", False),
        ("市场部电话：010-12345678", False),
    ],
)
def test_the_number_of_an_authority_is_told_by_the_clause_in_front(text: str, theirs: bool) -> None:
    (found,) = phones.find_phones(text)
    assert (found.kind is PhoneKind.REGULATOR) is theirs


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("投诉邮箱：kefu@shop.example", True),
        ("投诉邮箱：12315@scjgj.beijing.gov.cn", False),
        ("市场监督管理局投诉邮箱：tousu@mail.example", False),
        ("市场监督管理局之外，也可写信到客服邮箱：tousu@mail.example", True),
    ],
)
def test_a_mailbox_of_an_authority_is_no_way_to_reach_the_shop(text: str, own: bool) -> None:
    assert (channels.Channel.MAIL in channels.find_channels(view("service", text))) is own


def test_hosts_of_authorities_are_whole_names() -> None:
    assert authorities.is_host("www.12315.cn")
    assert authorities.is_host("scjgj.beijing.gov.cn")
    assert not authorities.is_host("x12315.cn")
    assert not authorities.is_host("gov.cn.shop.example")


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ({"text": "投诉电话：12315", "href": "tel:12315"}, ComplaintKind.REGULATOR),
        ({"text": "我要投诉", "href": "tel:12345"}, ComplaintKind.REGULATOR),
        ({"text": "投诉维权", "href": "https://www.12315.cn/cuser/"}, ComplaintKind.REGULATOR),
        ({"text": "投诉电话：12315", "region": "footer"}, ComplaintKind.REGULATOR),
        ({"text": "投诉维权(12315)", "href": "javascript:;", "region": "footer"}, ComplaintKind.REGULATOR),
        ({"text": "投诉电话：400-123-4567", "href": "tel:4001234567"}, ComplaintKind.CONSUMER),
        ({"text": "投诉维权(12315)", "href": "/complain"}, ComplaintKind.CONSUMER),  # a page of the shop's own
        ({"text": "我要投诉", "href": "/complain"}, ComplaintKind.CONSUMER),
    ],
)
def test_an_entry_that_leads_to_an_authority_is_no_entry_of_the_shop(link: dict[str, str], kind: ComplaintKind) -> None:
    assert [entry.kind for entry in complaint_entries(view("home", None, [link]))] == [kind]


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("市民服务:12345", True),
        ("拨打12315或12345", True),
        ("电话:0744-12345678", False),
        ("电话:0744-12345", False),
        ("400-12345-67890", False),
        ("订单号 2012345", False),
    ],
)
def test_the_number_of_an_authority_is_no_part_of_a_longer_one(said: str, given: bool) -> None:
    assert authorities.gives_number(said) is given
