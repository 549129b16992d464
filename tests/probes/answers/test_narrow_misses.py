"""Sentences in the words of a subject that speak of another case of it, beside sentences that state it: only these are answers."""

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import view
from tests.eval.labels import alone
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
HOME = view(Role.HOME, "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 青州示例商贸有限公司")
# check, page, what is said of another case, what states it
CASES = [
  ("ordering.cancel_states", Role.HELP, "未成团的，货款自动退回。", "未发货的订单可以取消，已发货的请拒收。"),
  ("ordering.cancel_states", Role.HELP, "用软件抢购的，订单一律取消，账号封禁30天。", "订单发货前可以取消，发货后不能取消。"),
  ("ordering.cancel_ways", Role.HELP, "仓库缺货的，客服会打电话跟您商量：等货或者退款。", "不想要了，在订单里点取消，或者打客服电话取消。"),
  ("ordering.cancel_ways", Role.HELP, "24小时联系不上您，我们会直接关单退款。", "您可以自己在订单页取消订单并退款。"),
  ("service.exchange_repair", Role.AFTER_SALES, "超过保修期的，维修收取材料费和上门费。", "保修期一年，坏了免费修；十五天内可以换货。"),
  ("service.member_benefits", Role.MEMBER, "兑换入口：会员中心—积分商城。", "会员购物享9折，生日当月送20元券，积分可以抵现金。"),
  ("service.member_benefits", Role.MEMBER, "积分两年有效，到期前一个月提醒您。", "会员积分可以抵现金，生日当月送20元券。"),
  ("service.member_price", Role.MEMBER, "会员日下单不与优惠券同用。", "会员登录后可见会员价，会员购物九折，不与优惠券同用。"),
  ("service.exchange_repair", Role.AFTER_SALES, "已预约的清洗服务，提前一天可以取消，不收费。", "保养、清洗终身免费，坏了包修；尺码不合可换。"),
  ("service.delivery_notices", Role.DELIVERY, "您可在订单里查看送达照片和签收时间。", "送达后我们发短信通知您，并附上送达照片。"),
  ("complaints.appraisal_path", Role.COMPLAINT, "旧机检测结果与您填写的不符的，重新报价。", "对质量有争议的，送市质检所检测，费用由责任方承担。"),
  ("service.response_limit", Role.AFTER_SALES, "微信支付的，退款审核通过后24小时内到账。", "提交售后申请后，我们24小时内审核。"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "role", "other", "stated"), CASES)
def test_another_case_of_a_subject_does_not_state_it(check: str, role: Role, other: str, stated: str) -> None:
    for said, right in ((other, False), (stated, True)):
        shop = alone(view(role, f"说明\n{said}\n感谢您的支持。", title="说明"), HOME)
        finding, *_ = judge_site((CHECKS[check],), shop, strict=True)
        assert (finding.outcome is Outcome.YES) is right, (said, finding.answer)


@pytest.mark.parametrize("said", ["微信支付：24小时\n银行卡：3—7个工作日", "余额：1个工作日\n信用卡：7个工作日"])
def test_a_table_of_times_by_way_of_paying_tells_the_way_back(said: str) -> None:
    page = view(Role.AFTER_SALES, f"退款多久到\n{said}\n退款到账时间以此为准。", title="退款多久到")
    finding, *_ = judge_site((CHECKS["ordering.refund_time"],), alone(page, HOME), strict=True)
    assert (finding.outcome, finding.answer.fraction) == (Outcome.YES, 1.0)
