"""What a page states is shown by its best sentence: taken out, moved to the contents or denied it states nothing any more."""

from __future__ import annotations

import pytest

from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from probes.finding import Answer, Outcome
from probes.pages.rules.best_sentence import told_in_rows
from probes.probe import Check
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
FILLING = (
    "本页由示例商城维护，如有疑问可以随时阅读帮助内容。",
    "我们会尽力让每一位访问者都能读懂这份说明，因此使用了简短的句子。",
    "这份说明适用于示例商城的网页和小程序，不适用于您从本站离开后访问的其他网页。",
    "感谢您花时间阅读，也感谢您对示例商城的支持，我们重视并保护您的个人信息。",
    "我们希望您在开始购物之前先读完这份说明，并且把它保存下来慢慢看。",
)
# check, role, heading, what states it, the same denied
STATED = [
    ("service.tracking", Role.DELIVERY, "跟踪与通知", "您可以在我的订单里查看物流轨迹。", "本店暂不支持查询物流轨迹。"),
    ("privacy.policy_sharing", Role.PRIVACY, "信息的共享", "我们会把收货人的信息提供给承运的第三方快递公司。", ""),
    (
        "privacy.account_cancellation",
        Role.PRIVACY,
        "账号注销",
        "您可以在个人中心申请注销账号。",
        "本站不支持注销账号。",
    ),
    ("complaints.feedback_promised", Role.COMPLAINT, "投诉结果", "投诉办结后我们会以短信告知您处理结果。", ""),
    ("ordering.receipt_howto", Role.PAYMENT, "发票说明", "您可以在订单页申请开具发票。", "本店不提供发票。"),
]
IDS = [row[0] for row in STATED]


def _site(check: Check, role: Role, lines: list[str]) -> Site:
    roles = {need.role for need in check.probe.reads} - {Role.HOME, role}
    page = view(role, "\n".join(lines))
    gone = [gap(wanted, GapReason.NOT_OFFERED) for wanted in sorted(roles)]
    return site(view(Role.HOME, "示例商城首页\n欢迎选购"), page, *gone)


def _asked(name: str, role: Role, lines: list[str]) -> Answer:
    check = CHECKS[name]
    return next(finding.answer for finding in judge_site((check,), _site(check, role, lines), strict=True))


@pytest.mark.parametrize(("name", "role", "heading", "said", "denied"), STATED, ids=IDS)
def test_a_quote_is_shown_and_without_it_there_is_no_yes(
    name: str, role: Role, heading: str, said: str, denied: str
) -> None:
    answer = _asked(name, role, ["说明", *FILLING, heading, said])
    assert answer.outcome is Outcome.YES
    assert said in "".join(piece.quote for piece in answer.evidence)
    without = _asked(name, role, ["说明", *FILLING, heading])
    assert without.outcome is not Outcome.YES
    if denied:
        assert _asked(name, role, ["说明", *FILLING, heading, denied]).outcome is not Outcome.YES


@pytest.mark.parametrize(("name", "role", "heading", "said", "denied"), STATED, ids=IDS)
def test_moved_to_the_contents_it_states_nothing(name: str, role: Role, heading: str, said: str, denied: str) -> None:
    entry = said.rstrip("。")
    inline = f"目录：一、总则 二、{heading} 三、{entry} 四、联系我们"
    assert _asked(name, role, ["说明", inline, *FILLING]).outcome is not Outcome.YES


@pytest.mark.parametrize(("name", "role", "heading", "said", "denied"), STATED, ids=IDS)
def test_the_order_of_chapters_does_not_change_what_is_shown(
    name: str, role: Role, heading: str, said: str, denied: str
) -> None:
    one, other = [heading, said], ["举报", "发现违法信息请告诉我们，我们会尽快处理。"]
    before = _asked(name, role, ["说明", *FILLING, *one, *other])
    after = _asked(name, role, ["说明", *FILLING, *other, *one])
    assert [piece.quote for piece in before.evidence] == [piece.quote for piece in after.evidence]
    assert before.fraction == after.fraction


def test_rows_with_named_columns_are_sentences_and_others_are_not() -> None:
    rows = [("接收方", "用途", "信息种类"), ("快递企业", "送货", "姓名、电话")]
    cells = [
        {"tag": "th" if y == 0 else "td", "text": said, "box": (20 + 200 * x, 100 + 40 * y, 180, 36)}
        for y, row in enumerate(rows)
        for x, said in enumerate(row)
    ]
    (told,) = told_in_rows(view(Role.PRIVACY, None, [{"text": "对外提供", "tag": "h2", "heading": 2}, *cells]))
    assert told.raw == "接收方:快递企业 用途:送货 信息种类:姓名、电话"
    assert told.heading == "对外提供"
    assert told_in_rows(view(Role.PRIVACY, None, cells[3:])) == ()
