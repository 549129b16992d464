"""No rest of a rule is said to be missing while an entry that speaks of it was left unopened."""

from __future__ import annotations

from typing import Any

from crawler.site import Site
from probes.answers.service_rules import DELIVERY_ROLES, RETURN_ROLES, judge_rules
from probes.finding import Outcome, Text
from probes.probe import Params
from tests.cases.build import gap, site, view
from tests.eval.recall.wordings import ask

PARAMS = Params(words={"rule": ("换货",), "way": ("寄回",), "elsewhere": ("退换",)})
PARTS = {"rule": Text("换货", "exchange"), "way": Text("寄回", "sending back")}


def shop(text: str, *links: dict[str, Any]) -> Site:
    gaps = [gap(role, "not_offered") for role in RETURN_ROLES if role != "after_sales"]
    return site(view("home", "首页", links), view("after_sales", text), *gaps)


def outcome(made: Site) -> Outcome:
    return judge_rules(made, PARAMS, Text("规则", "rules"), RETURN_ROLES, PARTS).outcome


def test_what_is_missing_is_no_and_what_is_there_is_yes() -> None:
    assert outcome(shop("我们用心服务每一位顾客。")) is Outcome.NO
    assert outcome(shop("我们都支持换货。")) is Outcome.YES


def test_an_unopened_entry_leaves_it_open() -> None:
    entry = {"text": "退换说明", "href": "/help/12"}
    assert outcome(shop("我们都支持换货。", entry)) is Outcome.NOT_SEEN  # half of it
    assert outcome(shop("我们都支持换货，请把商品寄回。", entry)) is Outcome.YES


def test_entries_that_lead_nowhere_else_are_no_doubt() -> None:
    for href in ("/after_sales", "javascript:void(0)", "https://other.example/returns"):
        assert outcome(shop("我们都支持换货。", {"text": "退换说明", "href": href})) is Outcome.YES
    hidden = {"text": "退换说明", "href": "/help/12", "seen": False}
    assert outcome(shop("我们都支持换货。", hidden)) is Outcome.YES


def test_a_page_on_delivery_speaks_of_it_in_every_sentence_and_another_does_not() -> None:
    params = Params(words={"rule": ("指定日期",), "near": ("配送",)})
    rule = {"rule": Text("指定日期", "a date of choice")}
    for role, name, outcome_there in (
        ("delivery", "配送说明", Outcome.YES),
        ("delivery", "常见问题", Outcome.NO),
        ("after_sales", "配送说明", Outcome.NO),
    ):
        page = view(role, "下单时可以指定日期、附礼品卡片。", path=("首页", name))
        gaps = [gap(wanted, "not_offered") for wanted in DELIVERY_ROLES if wanted != role]
        answer = judge_rules(
            site(view("home", "首页"), page, *gaps), params, Text("选择", "choices"), DELIVERY_ROLES, rule
        )
        assert answer.outcome is outcome_there, (role, name)


def test_a_page_of_rules_is_shown_by_what_it_offers_not_by_what_it_refuses() -> None:
    told = "港澳台地区暂不支持配送。\n普通快递送全国各地，大件另约时间送货。\n付款后48小时内发货，一般两天送达。"
    page = view("delivery", f"配送说明\n{told}", title="配送说明", clicks=1)
    said = ask("service.delivery_rules", view("home", "示例商城 今日上新"), page)
    assert said.outcome is Outcome.YES, said.because
    assert "暂不支持" not in said.evidence[0].quote
