"""A place may stand under a name that nobody foresaw: then it is not said to be missing, and a person is told where to look."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from probes.answers.doubts.unnamed_places import doubt_place, doubt_words
from probes.finding import Answer, Outcome, Text, in_part
from probes.known_absence import weigh_absence
from probes.recall import Recalls, measure_recall
from probes.run import judge_site
from tests.cases.build import site, view
from tests.eval.table import checks

ENTRY = checks()["complaints.complaint_entry"]
MISSING = Answer(Outcome.NO, Text("未见投诉入口", "no entry for complaints"), by_absence=True)
LABEL = "不满意，找人评理"
ODD = {"text": LABEL, "href": "/h?id=17", "region": "footer"}
SPEAKING = [{"own": "投诉专线每天八点到二十二点有人接。"}, {"own": "投诉登记后两小时给编号。"}]


def doubted(*views: Any, **changes: Any) -> Answer:
    return doubt_place(ENTRY, dataclasses.replace(MISSING, **changes), site(*views))


def unnamed_page(*elements: dict[str, Any]) -> Any:
    said = "\n".join([LABEL, *(element["own"] for element in elements)])
    page = view("other", said, list(elements), url="https://shop.example/h?id=17")
    return dataclasses.replace(page, path=(LABEL,))


def test_an_entry_of_the_frame_that_was_not_opened_is_named() -> None:
    asked = doubted(view("home", None, [ODD]))
    assert asked.outcome is Outcome.UNSURE
    assert LABEL in asked.because.zh
    assert LABEL in asked.because.en
    assert asked.question == ENTRY.question
    assert asked.fraction is None


@pytest.mark.parametrize(
    "around", [{"region": "main"}, {"href": "https://elsewhere.example/"}, {"href": "/goods/3.html"}, {"text": "登录"}]
)
def test_what_stands_elsewhere_leads_to_others_or_goods_or_has_a_known_name_is_no_unnamed_entry(
    around: dict[str, Any],
) -> None:
    assert doubted(view("home", None, [{**ODD, **around}])).outcome is Outcome.NO


def test_a_page_that_speaks_of_it_more_than_once_is_shown_and_one_that_mentions_it_is_not() -> None:
    home = view("home", None, [ODD])
    asked = doubted(home, unnamed_page(*SPEAKING))
    assert asked.outcome is Outcome.UNSURE
    assert LABEL in asked.because.zh
    assert asked.evidence[0].url.endswith("id=17")
    assert doubted(home, unnamed_page(SPEAKING[0])).outcome is Outcome.NO
    assert doubted(home, unnamed_page({**SPEAKING[0], "region": "footer"}, SPEAKING[1])).outcome is Outcome.NO


def test_one_word_that_holds_others_is_one_mention() -> None:
    """退换 and 换货 are words of the same place as 退换货, and a tile of an account page says it once."""
    returns = checks()["service.return_rules"]
    missing = Answer(Outcome.NO, Text("未见售后规则页面", "no page of returns"), by_absence=True)
    home = view("home", None, [ODD])
    once, twice = unnamed_page({"own": "退换货"}), unnamed_page({"own": "退换货"}, {"own": "换货要寄回吊牌"})
    assert doubt_place(returns, missing, site(home, once)).outcome is Outcome.NO
    assert doubt_place(returns, missing, site(home, twice)).outcome is Outcome.UNSURE


def test_a_page_that_shows_its_name_and_the_labels_of_others_speaks_of_nothing() -> None:
    menu = [{"own": said, "text": said, "href": f"/h?id={said}"} for said in ("投诉办法", "投诉登记", "投诉电话")]
    home = view("home", "首页", [ODD])
    assert doubted(home, unnamed_page(*menu)).outcome is Outcome.NO
    assert doubted(home, unnamed_page(*menu, *SPEAKING)).outcome is Outcome.UNSURE


def list_covers(*titles: str, said: str = "") -> Any:
    """A page of cards, each a picture with a title and a line in a control, and what it says beside them."""
    parts: list[dict[str, Any]] = [{"own": said, "text": said}] if said else []
    for at, title in enumerate(titles):
        box, card = (20, 100 + 200 * at, 350, 180), len(parts)
        tale = "我们寻访了三家老字号的作坊，材料上好，做工用心，一年里买家只有两次投诉。"
        parts.append({"tag": "div", "clickable": True, "text": f"{title} {tale}", "box": box})
        parts.append({"tag": "img", "image": f"/c/{at}.png", "box": box, "parent": card})
        parts += [{"own": own, "text": own, "box": box, "parent": card} for own in (title, tale)]
    return unnamed_page(*({"own": "", **part} for part in parts))


def test_a_list_of_brands_or_topics_speaks_of_what_they_lead_to() -> None:
    home = view("home", None, [ODD])
    brands = ("海鸥牌", "青松牌", "白石牌", "云岭牌", "山南牌", "渔火牌")
    assert doubted(home, list_covers(*brands)).outcome is Outcome.NO
    assert doubted(home, list_covers(*brands[:3])).outcome is Outcome.UNSURE  # three make no list
    assert (
        doubted(home, list_covers(*brands[:5], "投诉与建议")).outcome is Outcome.UNSURE
    )  # a help centre with pictures
    said = "投诉专线每天八点到二十二点有人接，登记后两小时给编号，三天内答复，超时每天补偿五元。" * 3
    assert doubted(home, list_covers(*brands, said=said)).outcome is Outcome.UNSURE  # it says something itself


def test_a_page_whose_entry_names_another_role_is_no_unnamed_place() -> None:
    page = dataclasses.replace(unnamed_page(*SPEAKING), path=("购物车",))
    assert doubted(view("home", None, [ODD]), page).outcome is Outcome.NO


def test_a_page_without_a_name_that_was_lost_to_us_may_be_the_place() -> None:
    home = site(view("home", None, []))
    lost, gone = (
        Gap(Role.OTHER, "landed", Device.DESKTOP, 1, reason, "")
        for reason in (GapReason.TIMEOUT, GapReason.NOT_OFFERED)
    )
    assert doubt_place(ENTRY, MISSING, dataclasses.replace(home, gaps=(lost,))).outcome is Outcome.UNSURE
    assert doubt_place(ENTRY, MISSING, dataclasses.replace(home, gaps=(gone,))).outcome is Outcome.NO


def test_words_that_any_page_says_make_it_no_place_of_customer_service() -> None:
    page = unnamed_page({"own": "如有疑问请联系客服。"}, {"own": "客服热线与在线客服每天值守。"})
    entry = checks()["service.service_entry"]
    assert doubt_place(entry, MISSING, site(view("home", None, []), page)).outcome is Outcome.NO


def test_only_a_missing_place_is_doubted() -> None:
    home = view("home", None, [ODD])
    assert doubted(home, outcome=Outcome.UNSURE).because == MISSING.because
    assert doubted(home, outcome=Outcome.YES).outcome is Outcome.YES


def test_words_of_a_role_on_pages_of_other_roles_tell_nothing() -> None:
    empty: Site = site(view("home", None, []), view("help", "帮助", SPEAKING))
    assert doubt_place(ENTRY, MISSING, empty).outcome is Outcome.NO
    assert Role.COMPLAINT in {need.role for need in ENTRY.probe.reads}


COMPENSATION = checks()["complaints.compensation"]  # reads help and rules
POLICY = checks()["privacy.policy_retention"]  # reads the policy alone


@pytest.mark.parametrize(("check", "region", "asked"), [
    (COMPENSATION, "footer", True),
    (COMPENSATION, "nav", False),  # what is sold is linked there
    (POLICY, "footer", False),  # no other page would state it
])  # fmt: skip
def test_words_may_stand_behind_an_entry_at_the_foot_where_documents_are_read(
    check: Any, region: str, asked: bool
) -> None:
    answer = doubt_words(check, MISSING, site(view("home", None, [{**ODD, "region": region}])))
    assert answer.outcome is (Outcome.UNSURE if asked else Outcome.NO)
    assert (LABEL in answer.because.zh) is asked


def test_words_are_missing_where_the_entry_at_the_foot_was_opened() -> None:
    pages = (view("home", None, [ODD]), unnamed_page({"own": "欢迎来坐坐。"}))
    assert doubt_words(COMPENSATION, MISSING, site(*pages)).outcome is Outcome.NO


def test_the_rest_of_a_share_may_stand_behind_an_entry_at_the_foot() -> None:
    part = Answer(Outcome.YES, Text("见其一", "one was seen"), fraction=0.5, by_absence=True)
    known = Recalls(checks={COMPENSATION.id: measure_recall(100, 100, 100)})
    closed, home = site(view("home", None, [ODD])), view("home", None, [ODD])
    opened = site(home, unnamed_page({"own": "欢迎来坐坐。"}))
    assert weigh_absence(COMPENSATION, part, closed, 0.9, known).ceiling == 1.0
    assert weigh_absence(COMPENSATION, part, opened, 0.9, known).ceiling is None


@pytest.mark.parametrize(("label", "ceiling"), [("退款时限", 1.0), ("栗子", None)])
def test_the_rest_of_a_share_may_stand_behind_an_entry_that_names_it(label: str, ceiling: float | None) -> None:
    part = in_part(Answer(Outcome.YES, Text("见其一", "one was seen"), fraction=0.5))
    check = next(other for other in checks().values() if other.id == "service.refund_limit")
    told = dataclasses.replace(
        check, stated=False, probe=dataclasses.replace(check.probe, judge=lambda site, params: part)
    )
    seen = site(
        view("home", "栗子集市，家常好物。", [{"text": label, "href": "/refunds", "region": "footer"}]),
        view("after_sales", "本店用心服务。"),
    )
    (found,) = (one for one in judge_site((told,), seen, strict=True) if one.device == "desktop")
    assert (found.outcome, found.answer.ceiling) == (Outcome.YES, ceiling)


ODDLY_SAID = [{"own": "记下您说的，隔天回话，一周里拿出办法。"}, {"own": "还不满意，可以找消协。"}]


def test_a_page_that_reads_like_one_of_the_kind_is_shown_though_it_never_says_its_name() -> None:
    home = view("home", None, [{**ODD, "text": "登录"}])
    asked = doubted(home, unnamed_page(*ODDLY_SAID))
    assert (asked.outcome, asked.evidence[0].quote) == (Outcome.UNSURE, "还不满意，可以找消协。")
    assert doubted(home, unnamed_page(ODDLY_SAID[0])).outcome is Outcome.NO


@pytest.mark.parametrize("check", ["complaints.result_limit", "complaints.progress_query"])
def test_what_such_a_page_tells_in_words_not_known_is_not_missing(check: str) -> None:
    def asked(*views: Any) -> Answer:
        return doubt_words(checks()[check], MISSING, site(view("home"), *views))

    page = unnamed_page(*ODDLY_SAID)
    assert (asked(page).outcome, asked(page).evidence[0].quote) == (Outcome.UNSURE, "还不满意，可以找消协。")
    assert asked(page, view("complaint", "投诉\n写信到意见箱。")).outcome is Outcome.NO  # its own page was read
    # found for that role by the words of an entry, it never says the name: its words are as little known
    own = dataclasses.replace(page, role=Role.COMPLAINT)
    assert asked(own).outcome is Outcome.UNSURE
    assert asked(dataclasses.replace(own, text=f"投诉\n{own.text}")).outcome is Outcome.NO
    assert asked(unnamed_page({"own": "遇到假冒网站，请打 12315。"})).outcome is Outcome.NO


def test_what_is_looked_for_elsewhere_is_missing_beside_such_a_page() -> None:
    said = doubt_words(checks()["service.tracking"], MISSING, site(view("home"), unnamed_page(*ODDLY_SAID)))
    assert said.outcome is Outcome.NO


@pytest.mark.parametrize(("check", "outcome"), [("trust.topic_quality", "unsure"), ("service.tracking", "no")])
def test_one_page_of_rules_more_may_hold_what_the_others_do_not(check: str, outcome: str) -> None:
    known = (view("home"), view("rules", "公告\n国庆照常发货。"))
    pact = unnamed_page({"own": "窑户公约"}, {"own": "不许卖裂了的碗，头一回下架，第二回请出窑场。"})
    assert doubt_words(checks()[check], MISSING, site(*known, pact)).outcome is Outcome(outcome)
    tale = unnamed_page({"own": "窑场不许孩子进，火大。"})
    assert doubt_words(checks()[check], MISSING, site(*known, tale)).outcome is Outcome.NO


def test_an_entry_of_a_members_own_pages_is_no_unnamed_entry() -> None:
    assert doubted(view("home", None, [{**ODD, "text": "账户余额"}])).outcome is Outcome.NO


@pytest.mark.parametrize("label", ["订单", "收藏", "我的足迹", "My Orders"])
def test_a_visitors_own_pages_are_no_unnamed_place_and_what_only_sounds_like_them_may_be(label: str) -> None:
    """A menu of the account holds links that nobody opens, as all lead to a log-in; they hide none of the shop's texts."""
    assert doubted(view("home", None, [{**ODD, "text": label}])).outcome is Outcome.NO
    for other in ("我的权利谁来保护", "订单出了岔子怎么办", "更多"):
        assert doubted(view("home", None, [{**ODD, "text": other}])).outcome is Outcome.UNSURE


PAPER = """{title}
商户应当在入驻前提交身份证明与健康证明，本集市对所提交的材料进行登记，并于每年三月复核。
商户之间不得抢占摊位，摊位由本集市在节前一日按照抽签结果予以分配。
商户退出的，应当提前十五日提出申请，履行完毕全部订单后，保证金予以退还。
本集市有权对违反上述规定的商户进行处理，由此产生的责任由商户承担。
"""


@pytest.mark.parametrize(("title", "outcome"), [("摊主约法", "unsure"), ("摊主管理规则", "no"), ("商户服务协议", "no")])
def test_rules_under_a_name_of_the_shops_own_may_say_it_in_words_of_its_own(title: str, outcome: str) -> None:
    missing = Answer(Outcome.NO, Text("未见争议解决的规则", "no rule on disputes"), by_absence=True)
    rules = view("rules", PAPER.format(title=title), title=title)
    said = doubt_words(checks()["trust.topic_disputes"], missing, site(view("home", "示例商城首页"), rules))
    assert said.outcome == outcome
    assert (title in said.because.zh) is (outcome == "unsure")


def test_a_stub_under_such_a_name_says_nothing_in_whatever_words() -> None:
    missing = Answer(Outcome.NO, Text("未见争议解决的规则", "no rule on disputes"), by_absence=True)
    rules = view("rules", "摊主约法\n正在写。", title="摊主约法")
    whole = site(view("home", "示例商城首页"), rules)
    assert doubt_words(checks()["trust.topic_disputes"], missing, whole).outcome is Outcome.NO


OWN_MENU = [{"own": said} for said in ("我的订单", "我的投诉", "投诉进度", "我的足迹", "收货地址")]


@pytest.mark.parametrize(
    ("elements", "outcome"),
    [
        (OWN_MENU, Outcome.NO),
        ([*OWN_MENU, *SPEAKING], Outcome.UNSURE),  # sentences beside the menu speak
        (OWN_MENU[1:3], Outcome.UNSURE),  # no page of the visitor's own
    ],
)
def test_labels_of_a_visitors_own_page_speak_of_nothing(elements: list[dict[str, Any]], outcome: Outcome) -> None:
    assert doubted(view("home", None, [{"text": "首页"}]), unnamed_page(*elements)).outcome is outcome


@pytest.mark.parametrize(
    ("check", "outcome"), [("complaints.complaint_entry", Outcome.NO), ("complaints.progress_query", Outcome.UNSURE)]
)
def test_what_a_visitor_does_on_his_own_page_may_be_behind_its_labels(check: str, outcome: Outcome) -> None:
    pages = site(view("home", None, [{"text": "首页"}]), unnamed_page(*OWN_MENU))
    assert doubt_place(checks()[check], MISSING, pages).outcome is outcome


@pytest.mark.parametrize(("goods", "asked"), [("/h?item=7", False), ("/goods/7", True), ("/h/goods?item=7", True)])
def test_a_page_of_goods_without_the_query_that_names_one_is_no_place(goods: str, asked: bool) -> None:
    empty = dataclasses.replace(unnamed_page(*SPEAKING), url="https://shop.example/h")
    found = doubted(view("home"), view("product", None, [], url=f"https://shop.example{goods}"), empty)
    assert (found.outcome is Outcome.UNSURE) is asked
