"""A whole agreement of a market: what it lets the platform do and the reader owe answers no question about service; promises in one do."""

from pathlib import Path

import pytest

from crawler.site import Site
from crawler.vocabulary import Device, Role
from probes.answers.doubts.contract_terms import is_contract, is_term
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import site, view
from tests.eval.labels import alone
from tests.rules import real_checks

TITLE = "青桐集市用户服务协议"
TEXT = (Path(__file__).parents[3] / "data" / "platform_agreement.txt").read_text("utf-8").strip()
HOME = view(Role.HOME, "青桐集市 今日上新\n关于我们\n© 2026 青州青桐网络科技有限公司")
CHECKS = {check.id: check for check in real_checks()}
# What such a text does lay down.
STATED = {"complaints.escalation_named", "complaints.mediation_rule", "trust.topic_disputes"}
NOT_STATED = [
  "complaints.compensation", "complaints.complaint_rule", "complaints.complaint_steps", "complaints.defect_remedies", "complaints.evidence_rule",
  "complaints.feedback_promised", "complaints.recall_notice", "complaints.urgency_levels", "ordering.cancel_page", "ordering.cancel_steps",
  "ordering.fraud_measures", "ordering.order_correction", "ordering.order_steps", "ordering.payment_page", "ordering.saved_choices",
  "service.compensation_path", "service.delivery_notices", "service.delivery_record", "service.delivery_rules", "service.return_rules",
  "standing.standards_recognised", "trust.credit_sources", "trust.level_changes_told", "trust.topic_consumers", "trust.topic_evaluation",
  "trust.topic_privacy", "trust.topic_quality", "trust.topic_trading",
]  # fmt: skip
# The same matters as a shop promises them, in a text of the same title.
PROMISES = {
    "complaints.compensation": "因本店发错货的，按订单金额两倍给予赔偿款。",
    "complaints.feedback_promised": "投诉处理完毕后，我们会在2个工作日内以短信把结果告诉您。",
    "complaints.urgency_levels": "投诉分为特急、紧急、一般三级，特急的一小时内处理。",
    "ordering.cancel_steps": "取消订单步骤：1. 登录后进入“我的订单”；2. 点击“取消订单”；3. 选择原因并提交，款项原路退回。",
    "ordering.order_steps": "购物流程：1. 挑选商品，加入购物车；2. 核对收货地址；3. 提交订单；4. 选择付款方式付款；5. 等待收货。",
    "ordering.saved_choices": "常用收货地址会自动保存在您的地址簿，下次下单直接选用。",
    "service.compensation_path": "商品破损的，凭照片联系客服，我们按订单金额先行赔付，24小时内到账。",
    "service.delivery_notices": "包裹发货和送达时，我们都会发短信通知您。",
    "trust.credit_sources": "信用分由成交订单、买家评价和违规记录三类数据计算得出。",
    "trust.level_changes_told": "信用等级调整后，我们会通过站内信告知您调整的理由。",
}


def _outcome(check: str, shop: Site) -> Outcome:
    return next(
        finding.outcome
        for finding in judge_site((CHECKS[check],), shop, strict=True)
        if finding.device is Device.DESKTOP
    )


def _roles(check: str) -> set[Role]:
    known = {Role.AGREEMENT, Role.RULES, Role.HELP, Role.ABOUT}
    return {need.role for need in CHECKS[check].probe.reads if need.role in known}


@pytest.mark.parametrize("check", NOT_STATED)
def test_a_contract_between_platform_and_reader_answers_no_question_about_service(check: str) -> None:
    for role in sorted(_roles(check)):
        assert _outcome(check, alone(view(role, TEXT, title=TITLE), HOME)) is not Outcome.YES, role


@pytest.mark.parametrize("check", sorted(STATED))
def test_a_contract_states_where_disputes_go(check: str) -> None:
    assert _outcome(check, alone(view(Role.AGREEMENT, TEXT, title=TITLE), HOME)) is Outcome.YES


@pytest.mark.parametrize("check", sorted(PROMISES))
def test_what_an_agreement_promises_stays_a_promise(check: str) -> None:
    role = sorted(_roles(check))[0]
    paper = view(role, f"{TITLE}\n{PROMISES[check]}\n本协议自发布之日起生效。", title=TITLE)
    assert is_contract(paper)
    assert _outcome(check, alone(paper, HOME)) is Outcome.YES


@pytest.mark.parametrize("check", ["complaints.urgency_levels", "trust.credit_sources"])
def test_the_same_words_on_a_page_of_help_are_read_as_before(check: str) -> None:
    page = view(sorted(_roles(check))[0], TEXT, title="帮助中心")
    assert _outcome(check, alone(page, HOME)) is Outcome.YES


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("本平台有权依其判断决定是否受理。", True),
        ("您有权随时取消尚未发货的订单。", False),
        ("您有权通过以下任一方式终止本协议:停止使用并注销账号。", True),
        ("卖家在仓库实际发出商品时,方视为合同成立。", True),
        ("卖家48小时内未处理的,视为同意退款。", False),
        ("您同意自行承担由此产生的后果。", True),
        ("经您同意后,我们安排快递上门取件。", False),
        ("我们承诺两小时之内给您答复。", False),
        ("(三)您的订单被系统识别为异常订单的;", True),
        ("投诉结果将以短信告知。", False),
    ],
)
def test_terms_are_told_from_what_is_promised(said: str, term: bool) -> None:
    assert is_term(said) is term


@pytest.mark.parametrize(("title", "outcome"), [(TITLE, Outcome.UNSURE), ("新手上路", Outcome.YES)])
def test_an_entry_for_beginners_that_opens_the_contract_is_no_guide(title: str, outcome: Outcome) -> None:
    home = view(Role.HOME, "青桐集市", [{"text": "新手上路", "href": "/a/3", "region": "footer"}])
    page = view(
        Role.HELP, f"{title}\n选好商品，提交订单，付款即可。欢迎选购。", title=title, url="https://shop.example/a/3"
    )
    shop = site(home, page)
    found = judge_site((CHECKS["performance.beginners_guide"],), shop, strict=True)
    assert next(iter(found)).outcome is outcome
