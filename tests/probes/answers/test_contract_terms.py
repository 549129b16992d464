"""What a user owes, suffers or signs as a party of the contract is no promise to buyers; the same words of a promise are one."""

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import site, view
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
TOLD = (Role.AFTER_SALES, Role.DELIVERY, Role.SERVICE, Role.MEMBER, Role.COMPLAINT, Role.CREDIT)
# A sentence of the contract, and one that promises.
CASES = {
    "complaints.compensation": ("账户款项不足以支付赔偿款的，本站可继续追偿。", "因本店发错货的，按订单金额两倍给予赔偿款。"),
    "service.delivery_modes": ("因交易引起的纠纷，法院可以通过短信或邮寄方式向您送达法律文书。", "支持快递送货上门，也可以到自提点取货。"),
    "service.delivery_notices": ("以纸质载体发出的书面通知，交邮后第五日即视为送达。", "包裹发货和送达时，我们都会发短信通知您。"),
    "service.service_rating": ("您有权对与您达成交易的商品及/或服务进行评价。", "每次会话结束后，您可以对客服进行评价。"),
    "service.personal_service": ("客服或评审员根据争议事实调处订单信息。", "打开订单详情页就能联系客服，一对一解答。"),
    "trust.buyer_levels": ("您勾选并接受本协议全部内容，即与本站达成一致，成为本站用户。", "累计消费满1000元即可升级为金卡会员。"),
    "ordering.refund_time": ("请保管好您的账户，并在上网结束时退出登录。", "退款将在3个工作日内原路退回您的付款账户。"),
}  # fmt: skip


@pytest.mark.parametrize("check", sorted(CASES))
def test_a_sentence_of_the_contract_promises_nothing(check: str) -> None:
    for line, stated in zip(CASES[check], (False, True), strict=True):
        paper = view(Role.AGREEMENT, f"用户协议\n{line}\n本协议自发布之日起生效。", title="用户协议")
        role = next(role for role in TOLD if any(need.role is role for need in CHECKS[check].probe.reads))
        told = view(role, f"本店说明\n{line}\n欢迎选购。", title="本店说明")
        finding, *_ = judge_site((CHECKS[check],), site(view(Role.HOME, "示例商城 今日上新"), paper, told), strict=True)
        assert (finding.outcome is Outcome.YES) is stated, (check, finding)
