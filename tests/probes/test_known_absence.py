"""A bad "no" by absence stands only on a known recall, or where nothing of the shop is left to open; nothing else is touched."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from probes import known_absence
from probes.finding import INSTEAD, NOT_KNOWN, Answer, Outcome, Text, in_part
from probes.known_absence import weigh_absence
from probes.pages.absence.exhausted import nothing_left
from probes.probe import Check, Need, Params, Probe
from probes.recall import Recall, Recalls, measure_recall
from probes.run import judge_site
from tests.cases.build import blinded, element, gap, read, site, view
from tests.rules import real_checks, real_rules, real_standard

BAR = 0.9
CASES = Path(__file__).resolve().parents[1] / "cases"
ALL, MOST, FEW = measure_recall(60, 60, 60), measure_recall(20, 20, 20), measure_recall(30, 60, 60)


def _check(*roles: Role, required: tuple[Role, ...] = (), good: Outcome = Outcome.YES, id: str = "made.up") -> Check:
    reads = (Need(Role.HOME), *(Need(role, required=role in required) for role in roles))
    return Check(id, Probe(reads, lambda seen, params: _gone()), Text("有吗？", "is it there?"), (), Params(), good)


def _homeless(*roles: Role) -> Check:
    """One that looks at other pages than home alone."""
    check = _check(*roles)
    reads = tuple(need for need in check.probe.reads if need.role is not Role.HOME)
    return dataclasses.replace(check, probe=dataclasses.replace(check.probe, reads=reads))


def _gone(**more: Any) -> Answer:
    return Answer(Outcome.NO, Text("未见", "not found"), by_absence=True, **more)


def _shop(*roles: Role, more: tuple[dict[str, Any], ...] = ({"text": "神秘入口", "href": "/x"},)) -> Site:
    """A shop with a home page, which leads somewhere unknown, and pages of these roles."""
    links = ({"text": role, "href": f"/{role}"} for role in roles)
    return site(view("home", None, (*links, *more)), *(view(role, "说明") for role in roles))


def _weighed(answer: Answer, shop: Site, recalls: Recalls, check: Check | None = None, bar: float = BAR) -> Answer:
    return weigh_absence(check or _check(Role.HELP), answer, shop, bar, recalls)


def _of(check: Recall | None = None, **roles: Recall) -> Recalls:
    return Recalls(checks={} if check is None else {"made.up": check}, roles=roles)


def test_words_missing_on_a_page_that_is_there_rest_on_the_reader() -> None:
    shop = _shop(Role.HELP)
    assert _weighed(_gone(), shop, _of(ALL)) == _gone()
    assert _weighed(_gone(), shop, _of(FEW)).outcome is Outcome.UNSURE
    assert _weighed(_gone(), shop, _of(None, help=ALL)).outcome is Outcome.UNSURE


def test_a_page_missing_rests_on_finding_that_page() -> None:
    bare, check = _shop(), _homeless(Role.HELP)
    assert _weighed(_gone(), bare, _of(None, help=ALL), check) == _gone()
    assert _weighed(_gone(), bare, _of(ALL), check).outcome is Outcome.UNSURE
    both = _homeless(Role.HELP, Role.RULES)
    assert _weighed(_gone(), bare, _of(None, help=ALL, rules=FEW), both).outcome is Outcome.UNSURE
    assert _weighed(_gone(), bare, _of(None, help=ALL, rules=ALL), both) == _gone()


def test_what_may_stand_on_the_home_page_too_rests_on_the_reader_as_well() -> None:
    bare = _shop()
    assert _weighed(_gone(), bare, _of(None, help=ALL)).outcome is Outcome.UNSURE
    assert _weighed(_gone(), bare, _of(FEW, help=ALL)).outcome is Outcome.UNSURE
    assert _weighed(_gone(), bare, _of(ALL, help=ALL)) == _gone()
    entry = _check(Role.HELP, id=next(iter(known_absence.ENTRIES)))
    assert _weighed(_gone(), bare, _of(None, help=ALL), entry) == _gone()


def test_a_required_page_missing_rests_on_finding_it_though_others_are_there() -> None:
    check = _check(Role.HELP, Role.PRODUCT, required=(Role.PRODUCT,))
    assert _weighed(_gone(), _shop(Role.HELP), _of(ALL, product=FEW), check).outcome is Outcome.UNSURE
    assert _weighed(_gone(), _shop(Role.HELP), _of(None, product=ALL), check) == _gone()


def test_where_nothing_is_left_to_open_a_page_is_missing_whatever_its_name() -> None:
    bare = _shop(more=({"text": "岩茶", "href": "/item/1.html"}, {"text": "首页", "href": "/"}))
    assert nothing_left(bare)
    assert _weighed(_gone(), bare, _of()) == _gone()
    words_on_home = _check()
    assert _weighed(_gone(), bare, _of(), words_on_home).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "left",
    [
        {"text": "须知", "href": "/notes"},
        {"text": "须知", "href": "https://elsewhere.example/notes"},
        {"text": "更多", "clickable": True},
        {"text": "更多", "href": "javascript:void(0)"},
        {"text": "更多", "href": "#more"},
    ],
)
def test_whatever_leads_somewhere_unseen_is_something_left(left: dict[str, Any]) -> None:
    assert not nothing_left(_shop(more=(left,)))
    assert nothing_left(_shop(more=({**left, "seen": False},)))


def test_registers_goods_pages_seen_and_telephones_are_nothing_left() -> None:
    links = ("/help", "https://beian.miit.gov.cn/", "tel:4001234567", "/goods/17")
    assert nothing_left(_shop(Role.HELP, more=tuple({"text": "去", "href": link} for link in links)))


def test_on_a_page_of_goods_only_its_frame_counts() -> None:
    notes = {"text": "须知", "href": "/notes"}
    home = view("home", None, [{"text": "岩茶", "href": "/product"}])
    assert nothing_left(site(home, view("product", None, [notes])))
    assert not nothing_left(site(home, view("product", None, [{**notes, "region": "footer"}])))


def test_a_piece_of_a_link_is_no_control_of_its_own() -> None:
    link = element(0, text="岩茶", href="/item/1.html")
    piece = element(1, text="岩茶", clickable=True, parent=0)
    assert nothing_left(site(view("home", "岩茶", [link, piece])))


def test_parts_of_a_form_lead_nowhere_and_a_button_outside_may() -> None:
    form = element(0, tag="form", action="/search")
    parts = [element(1, tag="input", input_type="text", clickable=True, parent=0)]
    parts += [element(2, tag="div", parent=0), element(3, tag="button", text="搜索", clickable=True, parent=2)]
    assert nothing_left(site(view("home", "搜索", [form, *parts])))
    assert not nothing_left(site(view("home", "搜索", [element(3, tag="button", text="更多", clickable=True)])))


def test_what_a_menu_brought_up_counts_and_what_a_layer_shows_does_not() -> None:
    entry = {"text": "须知", "href": "/notes"}
    assert not nothing_left(site(view("home", "词"), view("home", None, [entry], state="menus")))
    assert nothing_left(site(view("home", "词"), view("home", None, [entry], state="arrived")))


def test_it_says_that_we_did_not_find_it_and_where_to_look() -> None:
    never = _weighed(_gone(), _shop(Role.HELP), _of())
    assert (
        never.because.zh == "未见；但本项目未测过自己在这一点上的查全率，只能说我们没有找到，请人工查看：帮助中心、首页"
    )
    assert never.because.en.endswith("not found by us; look here and here: the help centre, the home page")
    assert {piece.view for piece in never.evidence} == {"home-landed-desktop-1", "help-landed-desktop-1"}
    assert never.question == Text("有吗？", "is it there?")
    assert never.reason == NOT_KNOWN
    assert never.by_absence
    low = _weighed(_gone(), _shop(Role.HELP), _of(FEW))
    assert "下限只有 0.3773（30/60），低于 0.9" in low.because.zh
    assert "is 0.3773 (30 of 60), below 0.9" in low.because.en


def test_only_a_good_reader_tried_on_too_few_pages_suggests_anything() -> None:
    shop = _shop(Role.HELP)
    assert _weighed(_gone(), shop, _of()).fraction is None
    assert _weighed(_gone(), shop, _of(FEW)).fraction is None
    assert _weighed(_gone(), shop, _of(MOST)).fraction == 0.0
    assert _weighed(_gone(fraction=0.3), shop, _of(MOST)).fraction == 0.3


def test_what_stands_in_the_place_of_the_thing_was_not_overlooked() -> None:
    blank = _gone(values={INSTEAD: "京ICP备xxxxxxxx号"})
    assert _weighed(blank, _shop(Role.HELP), _of()) is blank


@pytest.mark.parametrize(
    "case",
    ["business_licence/placeholder", "business_licence/hidden_number", "icp_number/placeholder", "icp_number/hidden"],
)
def test_a_placeholder_or_a_hidden_number_is_said_to_stand_instead(case: str) -> None:
    folder = CASES / "disclosure" / case
    check = next(check for check in real_checks() if check.id == f"disclosure.{case.partition('/')[0]}")
    answer = judge_site((check,), read(folder), bar=BAR)[0].answer
    assert answer.outcome is Outcome.NO
    assert str(answer.values[INSTEAD]) in answer.because.zh


def test_what_rests_on_no_absence_or_is_no_loss_stays_as_it_is() -> None:
    shop, text = _shop(Role.HELP), Text("词", "word")
    for answer in (
        Answer(Outcome.YES, text),
        Answer(Outcome.NO, text),
        Answer(Outcome.NOT_SEEN, text, reason="timeout"),
        Answer(Outcome.UNSURE, text, by_absence=True, reason="images"),
    ):
        assert _weighed(answer, shop, _of()) is answer
    good = _gone()
    assert _weighed(good, shop, _of(), _check(Role.HELP, good=Outcome.NO)) is good


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_higher_bar_or_fewer_hits_never_make_a_no(one: float, other: float, count: tuple[int, int]) -> None:
    hits, n = count
    shop, low, high = _shop(Role.HELP), min(one, other), max(one, other)
    known = _of(measure_recall(hits, n, n))
    decided = [_weighed(_gone(), shop, known, bar=bar).outcome for bar in (low, high)]
    assert set(decided) <= {Outcome.NO, Outcome.UNSURE}
    assert decided != [Outcome.UNSURE, Outcome.NO]
    if hits:
        fewer = _weighed(_gone(), shop, _of(measure_recall(hits - 1, n, n)), bar=high).outcome
        assert (decided[1], fewer) != (Outcome.UNSURE, Outcome.NO)


def test_the_runner_asks_the_readers_alone_unless_a_bar_is_set() -> None:
    check = dataclasses.replace(_check(Role.HELP), id="made.up")
    shop = site(*_shop(Role.HELP).views, gap("rules", GapReason.NOT_OFFERED))
    assert judge_site((check,), shop)[0].answer == _gone()
    assert judge_site((check,), shop, bar=BAR)[0].outcome is Outcome.UNSURE


def test_the_product_judges_by_the_bar_of_the_standard() -> None:
    rules, check = real_rules(), _check(Role.HELP)
    assert rules.standard.values.recall_bar == real_standard().values.recall_bar > 0
    assert rules.judge((check,), _shop(Role.HELP), {})[0].outcome is Outcome.UNSURE


def test_entries_are_checks_that_read_the_home_page() -> None:
    known = {check.id: check for check in real_checks()}
    assert sorted(known_absence.ENTRIES - known.keys()) == []
    homeless = {id for id in known_absence.ENTRIES if Role.HOME not in {need.role for need in known[id].probe.reads}}
    assert homeless <= {"privacy.policy_public"}


def test_a_share_that_was_not_found_may_be_earned_all_the_same_where_the_reader_is_not_known() -> None:
    part = in_part(Answer(Outcome.YES, Text("见", "seen"), fraction=0.4))
    shop = _shop(Role.HELP)
    assert part.by_absence
    assert _weighed(part, shop, _of(measure_recall(1, 2, 1))).ceiling == 1.0
    assert _weighed(part, shop, _of(measure_recall(100, 100, 100))).ceiling is None
    assert _weighed(part, shop, _of(), bar=0.0).ceiling is None
    assert _weighed(dataclasses.replace(part, by_absence=False), shop, _of()).ceiling is None  # e.g. a measured share


@pytest.mark.parametrize(("outcome", "fraction"), [(Outcome.YES, 1.0), (Outcome.YES, None), (Outcome.NO, 0.0)])
def test_only_a_share_lacks_a_part(outcome: Outcome, fraction: float | None) -> None:
    assert not in_part(Answer(outcome, Text("见", "seen"), fraction=fraction)).by_absence


def test_hiding_a_page_of_a_golden_case_never_makes_a_no_under_the_bar() -> None:
    known = {check.id: check for check in real_checks()}
    folders = [file.parent for file in CASES.glob("*/*/*/expected.json") if '"no"' in file.read_text("utf-8")]
    assert len(folders) > 200
    for folder in folders:
        check, whole = known[".".join(folder.parts[-3:-1])], read(folder)
        before = {finding.device: finding.outcome for finding in judge_site((check,), whole, strict=True, bar=BAR)}
        for role in {page.role for page in whole.views}:
            for finding in judge_site((check,), blinded(whole, role), strict=True, bar=BAR):
                assert finding.outcome is not Outcome.NO or before[finding.device] is Outcome.NO, f"{folder}: {role}"


CATEGORY = {"text": "杂粮", "href": "/shelf/grain/"}


@pytest.mark.parametrize(
    "left",
    [
        CATEGORY,  # of the form of lists that were seen
        {"text": "评分 4", "href": "/shelf/fruit/?rating=4"},  # a list that was seen, narrowed
        {"text": "忘记密码？", "href": "/forgot/"},
        {"text": "领券中心", "href": "/quan/"},
        {"text": "购物车", "clickable": True},  # the name of a page that was seen
    ],
)
def test_lists_by_their_form_and_harmless_labels_are_nothing_left(left: dict[str, Any]) -> None:
    lists = [view("list", "商品", url=f"https://shop.example/shelf/{name}/") for name in ("fruit", "oil", "tea")]
    shop = site(view("home", None, (left,)), *lists, view("cart", "购物车"))
    assert nothing_left(shop)
    other = view("help", "帮助", url="https://shop.example/shelf/help/")
    assert nothing_left(site(*shop.views, other)) is (
        left is not CATEGORY
    )  # a form that other pages have too tells nothing


def test_a_block_that_listens_is_passed_over_for_the_links_it_holds() -> None:
    block = {"tag": "div", "text": "空空如也 神秘入口", "clickable": True, "selector": "main>div"}
    link = {"tag": "a", "text": "神秘入口", "href": "/x", "selector": "main>div>p>a"}
    assert not nothing_left(site(view("home", None, (block, link))))
    assert nothing_left(site(view("home", None, (block, link | {"href": "https://shop.example/"}))))


@pytest.mark.parametrize(("role", "outcome"), [("complaint", Outcome.UNSURE), ("help", Outcome.NO)])
def test_no_reader_is_trusted_where_a_page_for_the_matter_itself_sounds_like_it(role: str, outcome: Outcome) -> None:
    steps = next(check for check in real_checks() if check.id == "complaints.complaint_steps")
    told = "投诉处理\n第一步\n您来电、来信或到店说明情况\n第二步\n客服登记立案\n第三步\n两日内回电告知办理结果"
    pages = (view(role, told), *(() if role == "complaint" else (view("complaint", "投诉处理\n客服中心"),)))
    shop = site(view("home", "示例商城首页"), *pages)
    recalls = Recalls(checks={steps.id: ALL}, heard={steps.id: ALL})
    assert weigh_absence(steps, _gone(), shop, BAR, recalls).outcome is outcome
