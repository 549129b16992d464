"""A sentence in a subject's words is no answer where it is of another matter or says no; one that names the matter, or stands below it, is."""

from collections.abc import Mapping

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts import matters
from probes.finding import Answer, Outcome
from tests.eval.table import checks
from tests.eval.topics.words import ask


def ask_check(id: str, role: Role, said: str) -> Answer:
    return ask((checks()[id],), role, said)[id][0]


PAIRS = [
    ("ordering.refund_time", Role.AFTER_SALES, "充值订单支付后即时到账。", "退款审核通过后三个工作日内到账。"),
    (
        "ordering.refund_time",
        Role.AFTER_SALES,
        "一般的商品用普通快递寄出，大约三天到。",
        "退款大约三天到，原路退回您付款的账户。",
    ),
    ("service.delivery_modes", Role.DELIVERY, "定金自取消之日起七日内退还。", "市区可选快递或到店自取。"),
    (
        "service.delivery_notices",
        Role.DELIVERY,
        "提交订单前，收货人、联系电话、送货方式都可以更正。",
        "发货、派送和签收时，我们都会发短信通知您。",
    ),
    (
        "complaints.complaint_rule",
        Role.COMPLAINT,
        "签收以后再投诉包装破损，恕我们不能受理。",
        "收到投诉后，我们两个工作日内核实并答复处理结果。",
    ),
    (
        "complaints.compensation",
        Role.COMPLAINT,
        "签收时没有当面打开的，很难与邮局协商赔偿。",
        "运输途中损坏的，我们先行赔付，再与快递公司结算。",
    ),
    (
        "service.compensation_path",
        Role.AFTER_SALES,
        "不可以，申请价保后要赔付差价的订单不能再改。",
        "假一赔三，在订单里提交鉴定结果即可申请赔付。",
    ),
    (
        "complaints.appraisal_path",
        Role.COMPLAINT,
        "拍张照片就行，无需送检测机构检测。",
        "有争议的商品可送检测机构检测，费用由我们先垫。",
    ),
    (
        "trust.buyer_levels",
        Role.RULES,
        "评分等级由评价算出，五星计5分，一星计1分。",
        "会员等级按过去一年的消费额评定，满一千元升为银卡会员。",
    ),
    (
        "service.offline_integration",
        Role.HELP,
        "空箱可以送到门店回收，现场扫码得积分。",
        "网上下单后可到就近的门店取货、退换。",
    ),
]


@pytest.mark.parametrize(("check", "role", "of_another", "of_it"), PAIRS)
def test_a_sentence_of_another_matter_is_no_yes_and_one_of_it_is(
    check: str, role: Role, of_another: str, of_it: str
) -> None:
    assert ask_check(check, role, of_another).outcome is not Outcome.YES
    assert ask_check(check, role, of_it).outcome is Outcome.YES


def test_the_sentence_that_is_of_the_matter_is_shown_instead_of_the_other() -> None:
    both = "充值订单支付后即时到账。\n退款审核通过后三个工作日内到账，原路退回。"
    found = ask_check("ordering.refund_time", Role.AFTER_SALES, both)
    assert found.outcome is Outcome.YES
    assert all("充值" not in piece.quote for piece in found.evidence)


def test_a_heading_names_the_matter_for_the_sentences_below_it() -> None:
    below = "退款多久到\n微信和支付宝一至三个工作日到账。"
    assert ask_check("ordering.refund_time", Role.AFTER_SALES, below).outcome is Outcome.YES


def test_the_head_of_a_column_names_it_for_the_rows() -> None:
    rows = "付款方式 退款到账\n微信 1至3天到账\n信用卡 3至5天到账"
    assert ask_check("service.refund_limit", Role.AFTER_SALES, rows).outcome is Outcome.YES


def test_a_refusal_behind_a_promise_takes_nothing_back() -> None:
    said = "运输途中损坏的，我们照价赔偿，签收后才提出的恕不受理。\n先行赔付：商家不处理的，我们先赔。"
    assert ask_check("complaints.compensation", Role.COMPLAINT, said).outcome is Outcome.YES


def test_only_checks_whose_good_answer_is_yes_are_guarded() -> None:
    assert all(checks()[id].good is Outcome.YES for id in matters.GUARDED)
    never, unless = _list_named(matters.FILE.load().never), _list_named(matters.FILE.load().unless)
    assert set(never).issuperset(unless)


def test_a_pattern_is_written_once_and_a_check_named_once_in_each_list() -> None:
    table = matters.FILE.load()
    for shapes in (table.needs, table.never, table.unless):
        assert len(set(shapes.values())) == len(shapes)
        assert len(set(_list_named(shapes))) == len(_list_named(shapes))


def _list_named(shapes: Mapping[str, str]) -> list[str]:
    return [check for checks in shapes for check in checks.split()]
