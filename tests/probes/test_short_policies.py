"""What is not found on a policy of half a page rests on a reader that was tried on such policies, not on those of lawyers."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import NOT_KNOWN, Answer, Outcome, Text, in_part
from probes.known_absence import weigh_absence
from probes.pages.rules.short_policy import reads_short
from probes.probe import Check, Need, Params, Probe
from probes.recall import Recalls, measure_recall
from probes.run import judge_site
from tests.cases.build import site, view
from tests.eval.table import checks

ALL = measure_recall(60, 60, 60)
ID = "privacy.made_up"
LONG = "\n".join(f"第{n}条说的是我们如何对待您的第{n}种信息，请您慢慢读。" for n in range(200))
SHORT = "我们收集您的姓名和电话，用来给您发货，别的一概不要。"


def _check(*roles: Role, id: str = ID) -> Check:
    reads = tuple(Need(role) for role in roles)
    return Check(
        id, Probe(reads, lambda seen, params: _gone()), Text("有吗？", "is it there?"), (), Params(), Outcome.YES
    )


def _gone() -> Answer:
    return Answer(Outcome.NO, Text("未见", "not found"), by_absence=True)


def _shop(text: str) -> Site:
    home = view("home", None, ({"text": "隐私政策", "href": "/privacy"}, {"text": "神秘入口", "href": "/x"}))
    return site(home, view("privacy", text))


def test_a_reader_tried_on_long_policies_alone_is_not_known_on_a_short_one() -> None:
    check, known = _check(Role.PRIVACY), Recalls(checks={ID: ALL})
    assert weigh_absence(check, _gone(), _shop(LONG), 0.9, known) == _gone()
    asked = weigh_absence(check, _gone(), _shop(SHORT), 0.9, known)
    assert (asked.outcome, asked.reason, asked.fraction) == (Outcome.UNSURE, NOT_KNOWN, None)
    assert "隐私政策" in asked.because.zh.rpartition("请人工查看")[2]
    assert weigh_absence(check, _gone(), _shop(SHORT), 0.9, Recalls(short={ID: ALL})) == _gone()


def test_a_policy_in_plain_words_is_short_though_it_names_no_personal_data() -> None:
    """And a title with a slogan is none, where a phone shows its footer as main text."""
    check, known = _check(Role.PRIVACY), Recalls(checks={ID: ALL})
    plain = "隐私政策\n您留的电话和地址只用来送货，不会告诉别人，订单做完就删掉。"
    assert weigh_absence(check, _gone(), _shop(plain), 0.9, known).outcome is Outcome.UNSURE
    footer = "购物指南配送与售后客户服务\n客服热线四零零二零零三四一七\n本站已通过适老化及无障碍自评"
    slogan = site(view("home", f"首页\n{footer}"), view("privacy", f"隐私政策\n保护您的个人信息\n{footer}"))
    assert weigh_absence(check, _gone(), slogan, 0.9, known) == _gone()


def test_a_share_that_lacks_on_a_short_policy_may_be_earned() -> None:
    part = dataclasses.replace(in_part(Answer(Outcome.YES, Text("有", "there"), fraction=0.5)), ceiling=None)
    check, known = _check(Role.PRIVACY), Recalls(checks={ID: ALL})
    assert weigh_absence(check, part, _shop(LONG), 0.9, known).ceiling is None
    assert weigh_absence(check, part, _shop(SHORT), 0.9, known).ceiling == 1.0


def test_where_nothing_is_said_nothing_is_overlooked_and_other_readers_are_not_touched() -> None:
    assert reads_short(_check(Role.PRIVACY), _shop(SHORT))
    assert not reads_short(_check(Role.PRIVACY), _shop("隐私政策"))
    assert not reads_short(_check(Role.PRIVACY), site(view("home", "示例商城")))
    assert not reads_short(_check(Role.PRIVACY, id="trust.made_up"), _shop(SHORT))
    assert not reads_short(_check(Role.HELP), _shop(SHORT))


KITCHEN = """隐私政策
顾客订饼时，本店收集其称呼与手机号，送货上门的另行收集门牌。
收集以上信息用于送货与联系。
地址由送货人员使用，不向其他人提供，也不予出售。
网站以 cookie 记录篮子中的商品，浏览器关闭后即失效。
春节期间暂停接听电话，于初六恢复服务，由此造成的不便请予谅解。
{end}"""


@pytest.mark.parametrize("check", ["privacy.policy_rights", "privacy.account_cancellation"])
@pytest.mark.parametrize(
    ("end", "denied"),
    [
        ("哪天不想要这个账号了，打个电话，我们给您删。", False),
        ("账号不想留，说一声，我们替您抹掉。", False),
        ("新出的枣泥饼要提前一天说，豆沙的天天有，咸的逢五逢十才烤。", True),
    ],
)
def test_a_kitchens_word_on_leaving_is_not_denied(check: str, end: str, denied: bool) -> None:
    text = KITCHEN.format(end=end)
    home = view("home", None, ({"text": "隐私政策", "href": "/p", "region": "footer"},))
    papers = (
        view(role, text, [{"text": line} for line in text.split("\n")], path=("隐私政策",))
        for role in ("privacy", "agreement", "help")
    )
    found = judge_site([checks()[check]], site(home, *papers), bar=0.9)
    assert (found[0].answer.outcome is Outcome.NO) is denied
