"""A program's manual states nothing of the shop that runs it; a shop's own guide, a rule and what is for sellers do."""

import pytest

from crawler.vocabulary import GapReason, Role
from probes.finding import Outcome
from probes.pages.main.manual import is_manual
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECK = next(check for check in real_checks() if check.id == "ordering.payment_page")
NONE = tuple(
    gap(role, GapReason.NOT_OFFERED) for role in Role if role not in (Role.HOME, Role.HELP, Role.PRODUCT, Role.SEARCH)
)
HOW = "第1步：在订单提交页面选择支付方式，支持微信支付、支付宝和银行卡，点击提交即可付款。"
PAPER = "\n".join(f"{number}、如何使用功能{number}··················P0{number}" for number in range(1, 6))
EDITION = "某某商城使用手册 V 2.33 版权所有"
OPERATORS = "请采购员提交，审批人审批后由系统管理员在后台确认，子账号需分配角色权限。"
CHANGES = "\n".join(
    ("v3.2.1 更新日志", *(f"{kind}：订单模块的若干问题" for kind in ("新增", "优化", "修复", "调整", "升级")))
)


@pytest.mark.parametrize("text", [
    f"{EDITION}\n{PAPER}\n{HOW}", f"{OPERATORS}\n{PAPER}\n{HOW}", f"{EDITION}\n{OPERATORS}\n{HOW}", f"{CHANGES}\n{HOW}",
    f"{EDITION}\n" + "\n".join(f"快速上手指南 {page} 打开页面。" for page in range(3, 9)) + HOW,
    f"{EDITION}\n" + "点击①新增按钮，再点击②保存按钮，在③处填写。" * 4 + HOW,
])  # fmt: skip
def test_marks_of_a_paper_and_of_a_program_make_a_manual(text: str) -> None:
    assert is_manual(view(Role.HELP, text))


@pytest.mark.parametrize("text", [
    HOW, f"{PAPER}\n{HOW}", f"{EDITION}\n{HOW}", f"{OPERATORS}\n{HOW}", f"更新日志\n优化：若干问题\n{HOW}",
    "购物指南：点击①加入购物车，再点击②去结算，选择③支付方式。" + HOW,
])  # fmt: skip
def test_one_mark_alone_makes_none(text: str) -> None:
    assert not is_manual(view(Role.HELP, text))


def test_a_rule_in_an_edition_and_what_sellers_work_with_are_none() -> None:
    text = f"{EDITION}\n{OPERATORS}\n{PAPER}\n{HOW}"
    assert not is_manual(view(Role.RULES, text, title="平台交易规则"))
    assert not is_manual(view(Role.SELLER, text))


@pytest.mark.parametrize("manual", [False, True])
def test_what_only_a_manual_says_is_asked_of_a_person(manual: bool) -> None:
    text = f"{EDITION}\n{OPERATORS}\n{PAPER}\n{HOW}" if manual else HOW
    finding, *_ = judge_site((CHECK,), site(view(Role.HOME, "示例商城首页"), view(Role.HELP, text), *NONE), strict=True)
    assert finding.outcome is (Outcome.UNSURE if manual else Outcome.YES)
    assert (finding.answer.reason == "manual") is manual
    assert ("手册" in finding.answer.because.zh) is manual


@pytest.mark.parametrize("manual", [False, True])
def test_what_a_manual_only_mentions_is_no_reason_to_ask(manual: bool) -> None:
    """A shop's own page that mentions it in words we do not know is one."""
    check = next(check for check in real_checks() if check.id == "service.after_sales_progress")
    said = "只有当订单状态为已签收时，才可以在线申请售后。"
    text = f"{EDITION}\n{OPERATORS}\n{PAPER}\n{said}" if manual else said
    finding, *_ = judge_site((check,), site(view(Role.HOME, "示例商城首页"), view(Role.HELP, text), *NONE), strict=True)
    assert finding.outcome is (Outcome.NO if manual else Outcome.UNSURE), finding


def test_a_shops_own_page_beside_a_manual_decides() -> None:
    manual = view(Role.HELP, f"{EDITION}\n{OPERATORS}\n{PAPER}", url="https://shop.example/help/1")
    own = view(Role.HELP, HOW, url="https://shop.example/help/2", id="own")
    finding, *_ = judge_site((CHECK,), site(view(Role.HOME, "示例商城首页"), manual, own, *NONE), strict=True)
    assert finding.outcome is Outcome.YES
    assert {piece.view for piece in finding.answer.evidence} == {"own"}


def test_a_long_page_of_dots_and_numbers_is_read_soon() -> None:
    hostile = f"{EDITION}\n" + "·" * 30_000 + "快速上手指南 1 " * 20_000
    assert isinstance(is_manual(view(Role.HELP, hostile)), bool)


@pytest.mark.parametrize("manual", [False, True])
def test_that_a_manual_tells_of_invoices_is_asked_of_a_person(manual: bool) -> None:
    check = next(check for check in real_checks() if check.id == "performance.invoice_entry")
    told = "进入个人中心后可在线申请开具增值税发票。"
    text = f"{EDITION}\n{OPERATORS}\n{PAPER}\n{told}" if manual else told
    finding, *_ = judge_site((check,), site(view(Role.HOME, "示例商城首页"), view(Role.HELP, text), *NONE), strict=True)
    assert finding.outcome is (Outcome.UNSURE if manual else Outcome.YES)
    assert (finding.answer.reason == "manual") is manual


@pytest.mark.parametrize("seen", [False, True])
def test_a_label_that_nobody_can_press_takes_nothing_from_what_another_page_tells_of_invoices(seen: bool) -> None:
    check = next(check for check in real_checks() if check.id == "performance.invoice_entry")
    guide = view(Role.HELP, "购物指南\n发票", [{"text": "发票", "box": (20, 200, 60, 30)}])
    rules = view(Role.RULES, "平台规则\n下单后可在订单详情中申请开具电子发票。")
    lost = (guide,) if seen else (gap(Role.HELP, GapReason.TIMEOUT),)
    none = (one for one in NONE if one.role is not Role.RULES)
    finding, *_ = judge_site((check,), site(view(Role.HOME, "示例商城首页"), rules, *lost, *none), strict=True)
    assert finding.outcome is Outcome.YES
