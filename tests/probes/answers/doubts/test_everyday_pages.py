"""A page filed among rules that says nothing of what passes between a shop and others rules nothing, and keeps nothing open."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.unnamed_kinds import find_everyday_page, find_spoken_page
from probes.answers.doubts.unnamed_places import doubt_words
from probes.finding import Answer, Outcome, Text
from tests.cases.build import site, view
from tests.eval.table import checks

TITLE = "装得下一个秋天的帆布袋"
COLUMN = (
    f"{TITLE}\n去果园那天走得急，随手抓了它，回来时里面是六斤栗子、两把山菊，还有一顶草帽。\n"
    "布是十二盎司的厚帆布，洗过三回也没有走样，底边走了两道线，提手宽，挎在肩上不勒。\n"
    "夏天拿它装凉席去河边，冬天塞进一床薄毯，放在后座就成了靠枕，摊开晒一晒又是新的样子。{last}"
)
HOUSE_RULE = "\n收到的袋子开了线，拍照发来，掌柜给缝好再寄回去。"


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("", False),  # a column that recommends a bag
        (HOUSE_RULE, True),  # the same with one sentence of how the shop mends it
        ("\n三天之内不喜欢，原样拿来就是，钱退得干脆。", True),
    ],
)
def test_a_column_that_recommends_a_thing_is_no_paper_in_everyday_words(last: str, found: bool) -> None:
    page = view("rules", COLUMN.format(last=last), title=TITLE)
    shown = find_everyday_page(site(view("home", "栗子集市"), page), Role.RULES)
    assert (shown is not None) is found


def test_a_sentence_in_what_was_taken_for_the_foot_of_the_page_counts() -> None:
    text = COLUMN.format(last=HOUSE_RULE)
    lines = [
        {"text": line, "own": line, "region": "footer" if line in HOUSE_RULE else "main"} for line in text.split("\n")
    ]
    page = view("rules", text, lines, title=TITLE)
    assert find_everyday_page(site(view("home", "栗子集市"), page), Role.RULES) is not None


SPOKEN = (
    "在这儿买东西之前，先把这几句话看一遍，看明白了再买，咱们都省心，也别嫌我话多。\n"
    "没寄走的，说一声就不做了，钱当天就给您，寄走了的，您不拆就让送货的拿回来。\n"
    "谁要是拿别人的东西来充数，查着了就请他走，押的钱也不还，都拿去给买的人。\n"
    "说不到一块儿去，就先打电话，还不行就找镇上管这个的来看看，他说了算，咱就照他说的来办。"
)
PAPER = (
    "用户在本平台购买商品前，应当阅读并同意本协议，本协议自用户提交订单之日起生效。\n"
    "商品尚未发货的，用户可以取消订单，本平台应于当日退还相应款项，已发货的按照退货规则处理。\n"
    "经营者销售假冒商品的，本平台有权终止服务，并将保证金用于向消费者承担赔偿责任。\n"
    "双方因本协议发生争议的，应协商解决，协商不成的，由经营者所在地有管辖权的人民法院审理。"
)


@pytest.mark.parametrize(("text", "found"), [(SPOKEN, True), (PAPER, False), (SPOKEN[:40], False)])
def test_an_agreement_told_as_people_talk_is_no_paper_whatever_its_title(text: str, found: bool) -> None:
    page = view("agreement", f"用户协议\n{text}", title="用户协议")
    check = checks()["trust.topic_secrets"]
    shop = site(view("home", "栗子集市"), page)
    assert (find_spoken_page(shop, check, (Role.AGREEMENT,)) is not None) is found
    assert (
        find_spoken_page(shop, checks()["trust.rules_searchable"], (Role.AGREEMENT,)) is None
    )  # no statement is asked for
    assert (
        find_spoken_page(shop, checks()["service.queue_shown"], (Role.SERVICE, Role.AGREEMENT)) is None
    )  # one name in any style


@pytest.mark.parametrize("title", ["摊主约法", "摊主管理规则", "商户服务协议"])
def test_rules_written_as_people_talk_may_say_it_so_under_whatever_name(title: str) -> None:
    missing = Answer(Outcome.NO, Text("未见争议解决的规则", "no rule on disputes"), by_absence=True)
    shop = site(view("home", "示例商城首页"), view("rules", f"{title}\n{SPOKEN}", title=title))
    said = doubt_words(checks()["trust.topic_disputes"], missing, shop)
    assert said.outcome is Outcome.UNSURE
    assert title in said.because.zh


@pytest.mark.parametrize("check", ["service.tracking", "privacy.policy_minors"])
def test_what_is_not_looked_for_among_rules_is_missing_beside_such_a_page(check: str) -> None:
    missing = Answer(Outcome.NO, Text("未见说明", "not told"), by_absence=True)
    rules = view("rules", f"摊主约法\n{SPOKEN}", title="摊主约法")
    assert doubt_words(checks()[check], missing, site(view("home", "示例商城首页"), rules)).outcome is Outcome.NO
