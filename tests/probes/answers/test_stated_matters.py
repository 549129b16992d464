"""Sentences that hold a subject's words and speak of something else are no answers to it; beside them stands what is one."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import view
from tests.eval.labels import alone
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
HOME = view(Role.HOME, "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 青州示例商贸有限公司")
# check, page, what speaks of something else, what states it ("" where that takes a whole document: the cases of the check)
CASES = [
  ("trust.ranking_explained", Role.RULES, "好评差评都展示，默认按时间先后排列。", "搜索结果默认按好评率、销量由高到低排列。"),
  ("service.self_service", Role.AFTER_SALES, "页面写明“不支持七天无理由退货”，结算时由您单独勾选确认。", "登录后在“我的订单”里点“申请退货”。"),
  ("service.self_service", Role.AFTER_SALES, "定做的不适用无理由退货，页面会请您勾选。", "登录「账户－订单历史」，打开那一单，写明原因。"),
  ("privacy.trade_snapshot", Role.PRIVACY, "通话录音用于处理问题、留存证据。", "每笔订单自动存证，您可以查看交易快照。"),
  ("privacy.rights_steps", Role.PRIVACY, "修改前在首页公示七日，重大修改用邮件告知您。", ""),
  ("privacy.account_cancellation", Role.PRIVACY, "不同意的可以注销账户，已成立的订单不受影响。", "注销账户：登录后在“我的账户—设置”里点“注销账户”。"),
  ("complaints.complaint_rule", Role.COMPLAINT, "上半年收到投诉41件，平均1.9天。", "投诉受理后，专人核实，七日内办结。"),
  ("trust.topic_trading", Role.RULES, "下单：收货人、电话、地址，用来送货和联系。", ""),
]  # fmt: skip
OPENING = {
    Role.RULES: ("规则",),
    Role.AFTER_SALES: ("说明",),
    Role.COMPLAINT: ("投诉",),
    Role.PRIVACY: (
        "隐私政策",
        "我们收集您的姓名、电话、地址，用于送货，不提供给他人。",
        "二、存储与保护",
        "个人信息存放在境内，保存三年，我们加密存储。",
        "三、共享",
        "我们不向第三方共享您的个人信息。",
        "您的权利",
    ),
}


@pytest.mark.parametrize(("check", "role", "other", "stated"), CASES)
def test_words_of_something_else_do_not_state_it(check: str, role: Role, other: str, stated: str) -> None:
    for said, right in ((other, False), *([(stated, True)] if stated else [])):
        shop = alone(view(role, "\n".join((*OPENING[role], said, "感谢您的支持。")), title=OPENING[role][0]), HOME)
        finding, *_ = judge_site((CHECKS[check],), shop, strict=True)
        assert (finding.outcome is Outcome.YES) is right, (said, finding.answer)
