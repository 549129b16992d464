"""A page that was not seen whole holds absence open only where what is left of it could hold the answer."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure
from probes.pages.absence.several import not_found
from probes.probe import Check, Need, Params, Probe
from probes.run import judge_site
from tests.cases.build import gap, site, view

EXCHANGE = {
    "method": "GET",
    "size": 0,
    "third_party": True,
    "initiator": "",
    "at_ms": 90.0,
    "kind": "script",
    "status": 502,
}


def _judge(surface: Site, params: Params) -> Answer:
    """Whether the home page or a help page says 长辈版; 大字 is something like it."""
    for page in (*surface.all(Role.HOME), *surface.all(Role.HELP)):
        if "长辈版" in page.text:
            return Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page, quote="长辈版"),))
        if "大字" in page.text:
            return unsure("像是", "like it", evidence_on_page(page, quote="大字"), guess=0.0)
    return not_found(surface, (Role.HOME,), "未见", "not found")


def _check(*roles: Role) -> Check:
    reads = tuple(Need(role, required=False) for role in (Role.HOME, *roles))
    return Check("made.up", Probe(reads, _judge), Text("有吗？", "is it there?"), (), Params())


def _answer(*views: View, check: Check | None = None, look: int = 1) -> Answer:
    found = judge_site((check or _check(),), site(*views), strict=True, profile={})
    (answer,) = (one.answer for one in found if one.device == "desktop" and one.look == look)
    return answer


def _cut_off(said: str, **given: Any) -> View:
    """A short home page with words that stand beyond the edge of a narrow screen."""
    words = {"text": said, "unseen": "clipped", "box": (500, 300, 300, 40)}
    shown = [{"text": "栗子集市 家常好物" * 20, "box": (20, 100, 300, 400)}, words]
    return view("home", None, shown, thorough={"chars": 180}, **given)


def test_words_out_of_sight_are_read_before_absence_is_held_open() -> None:
    assert _answer(_cut_off("六层纱吸水快干纱布浴巾 69.00元" * 8)).outcome is Outcome.NO


@pytest.mark.parametrize("said", ["长辈版", "大字"])
def test_what_words_out_of_sight_say_earns_nothing_and_asks_nothing(said: str) -> None:
    answer = _answer(_cut_off(said + "六层纱吸水快干纱布浴巾 69.00元" * 8))
    assert (answer.outcome, answer.reason) == (Outcome.NOT_SEEN, "unfinished")


def _judge_parts(surface: Site, params: Params) -> Answer:
    """Half where a help page says 一半 and the rest is absent."""
    said = next((page for page in surface.all(Role.HELP) if "一半" in page.text), None)
    rest = not_found(surface, (Role.HOME, Role.HELP), "未见", "not found")
    if said is None or rest.outcome is not Outcome.NO:
        return rest
    return Answer(Outcome.YES, Text("一半", "half"), (evidence_on_page(said, quote="一半"),), fraction=0.5)


def test_a_part_told_on_a_page_seen_whole_is_earned_where_the_rest_is_absent() -> None:
    asked = _check(Role.HELP)
    check = Check(asked.id, Probe(asked.probe.reads, _judge_parts), asked.question, (), Params())
    answer = _answer(_cut_off("六层纱吸水快干纱布浴巾 69.00元" * 8), view("help", "这里说了一半。"), check=check)
    assert (answer.outcome, answer.fraction) == (Outcome.YES, 0.5)


def test_a_page_cut_off_that_also_lacks_its_data_stays_open() -> None:
    broken = {"url": "https://shop.example/api", "kind": "xhr"}
    page = _cut_off("纱布浴巾 69元" * 15, exchanges=[EXCHANGE | broken])
    assert _answer(page).outcome is Outcome.NOT_SEEN


def _waiting(note: str, **given: Any) -> View:
    shown = [
        {"text": "关于我们 联系我们 登录 注册" * 10, "region": "header", "box": (0, 0, 390, 90)},
        {"text": note, "box": (20, 400, 300, 40)},
    ]
    return view("home", None, shown, thorough={"chars": 150}, **given)


def test_goods_still_to_come_hold_open_only_what_reads_goods() -> None:
    assert _answer(_waiting("商品加载中…")).outcome is Outcome.NO
    for shelf in (Role.LIST, Role.SEARCH):
        assert _answer(_waiting("商品加载中…"), check=_check(shelf)).outcome is Outcome.NOT_SEEN
    assert _answer(_waiting("商品加载中…"), check=_check(Role.PRODUCT)).outcome is Outcome.NO  # each of them has a page
    assert _answer(_waiting("加载中…")).outcome is Outcome.NOT_SEEN


def test_a_kit_of_the_app_around_a_page_is_not_waited_for() -> None:
    kit = EXCHANGE | {"url": "https://res.wx.qq.com/open/js/jweixin-1.0.0.js", "failed": "net::ERR_ABORTED"}
    page = view("home", "栗子集市" * 40, thorough={"chars": 160}, exchanges=[kit])
    assert _answer(page).outcome is Outcome.NO
    broke = "ReferenceError: wx is not defined"
    assert _answer(
        view("home", "栗子集市" * 40, thorough={"chars": 160}, exchanges=[kit], console_errors=[broke])
    ).outcome is (Outcome.NOT_SEEN)


def _layered(text: str, **given: Any) -> View:
    return view("home", text, thorough={"layers_closed": False}, **given)


PAGE = "栗子集市\n家常好物，已售 236\n关于我们\n" + "六层纱吸水快干纱布浴巾" * 8


def test_a_layer_that_hid_no_word_of_a_page_seen_whole_at_another_time_holds_nothing_open() -> None:
    again = view("home", PAGE.replace("236", "241"), look=2)
    assert _answer(_layered(f"{PAGE}\n加载中"), again).outcome is Outcome.NO
    assert _answer(_layered(f"{PAGE}\n加载中")).outcome is Outcome.NOT_SEEN


@pytest.mark.parametrize(
    "again",
    [
        view("home", f"{PAGE}\n客服热线", look=2),  # a word that the layer may have covered
        view("home", "栗子集市\n家常好物，已售 236", look=2),  # a word that this one did not read
        view("home", PAGE, look=2, url="https://shop.example/other"),
        view("home", PAGE, look=2, thorough={"scrolled_stable": False}),
        view("home", PAGE, look=2, device="mobile"),
    ],
)
def test_another_page_or_other_words_prove_nothing_of_a_layer(again: View) -> None:
    assert _answer(_layered(PAGE), again).outcome is Outcome.NOT_SEEN


def _policy(*views: View) -> Answer:
    """What is said of a text that a page of its own would hold, which the shop does not offer."""
    probe = Probe(
        (Need(Role.HOME), Need(Role.PRIVACY)),
        lambda surface, params: not_found(surface, (Role.PRIVACY,), "未见", "not found"),
    )
    check = Check("made.up", probe, Text("有吗？", "is it there?"), (), Params())
    given = site(*views, gap("privacy", "not_offered"))
    found = judge_site((check,), given, strict=True, profile={})
    return next(one.answer for one in found if one.device == "desktop")


def _loading(note: str) -> View:
    said: list[dict[str, Any]] = [{"text": "栗子集市"}, {"text": note, "box": (20, 700, 300, 20)}]
    return view("home", None, said)


def test_a_missing_page_is_missing_although_goods_are_still_to_come() -> None:
    assert _policy(_loading("商品加载中...")).outcome is Outcome.NO
    assert _policy(_loading("正在加载...")).reason == "unfinished"
