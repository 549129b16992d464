"""Controls without an address: which of them are entries to a page that nobody opened, and which name their own."""

from __future__ import annotations

import pytest

from probes.finding import Outcome
from tests.cases.build import SHOP, view
from tests.probes.pages.absence.test_unopened import RETURNS, ask


@pytest.mark.parametrize(
    ("region", "outcome"), [("header", Outcome.NO), ("main", Outcome.NO), ("footer", Outcome.NOT_SEEN)]
)
def test_the_last_step_of_a_trail_names_its_page_where_that_says_the_same_in_words(
    region: str, outcome: Outcome
) -> None:
    step = {"text": "服务协议与退款说明", "tag": "span", "role": "link", "clickable": True, "region": "nav"}
    named = {"text": "服务协议与退款说明", "tag": "div", "region": region}
    page = view("agreement", "栗子集市，家常好物，包邮到家。", [step, named], title="栗子集市")
    assert ask(RETURNS, {"text": "栗子"}, page).outcome is outcome


@pytest.mark.parametrize(("step", "outcome"), [("《退款说明》", Outcome.NO), ("关于退款说明的公告", Outcome.NOT_SEEN)])
def test_a_control_that_says_the_name_by_which_a_page_was_opened_leads_there(step: str, outcome: Outcome) -> None:
    control = {"text": "退款说明", "tag": "span", "clickable": True, "region": "dialog"}
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r", path=[step])
    assert ask(RETURNS, control, page).outcome is outcome


def test_a_block_around_controls_is_no_entry_of_its_own() -> None:
    block = {"text": "已阅读并同意《退款说明》", "tag": "label", "clickable": True}
    inner = {"text": "《退款说明》", "tag": "span", "clickable": True, "parent": 0}
    page = view("after_sales", "本店用心服务。", url=f"{SHOP}r", path=["《退款说明》"])
    login = view("login", "登录", [block | {"tag": "div"}, inner])
    assert ask(RETURNS, {"text": "栗子"}, page, login).outcome is Outcome.NO
    bare = view("login", "登录", [block | {"tag": "div"}])
    assert ask(RETURNS, {"text": "栗子"}, page, bare).outcome is Outcome.NOT_SEEN
