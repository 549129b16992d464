"""A page that shows its name and the shop's frame alone says nothing; one short sentence, or one out of sight, and it does."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, evidence_on_page, unsure
from probes.first_reading import read_surface
from probes.pages.absence.only_names import judge_beyond_names, only_names
from tests.cases.build import gap, site, view
from tests.eval.table import checks

FRAME = [
    {"text": "退换货政策", "href": "/article/18", "region": "footer"},
    {"text": "栗子集市版权所有，客服电话 400-200-3417，周一至周日九点到二十点", "region": "footer"},
]
NAME = "退换货政策"


def shop(said: str, more: list[dict[str, Any]] | None = None, role: str = "after_sales") -> Site:
    """A shop with that page: its name as heading, then what it says, then the frame that home shows too."""
    words = f"首页 » 售后服务 » {NAME}\n{NAME}\n发布时间：2018-08-14 14:40:02 浏览次数：68\n{said}\n{FRAME[1]['text']}"
    page = view(
        role, words, [{"tag": "h1", "text": NAME, "heading": 1}, *(more or []), *FRAME], title=f"{NAME} - 栗子集市"
    )
    entries = [
        {"text": "售后服务", "href": "/article/17", "region": "nav"},
        {"text": "首页", "href": "/", "region": "nav"},
    ]
    return site(view("home", "栗子集市，家常好物。", [*entries, *FRAME]), page)


@pytest.mark.parametrize("said", ["", NAME, NAME * 6, "售后服务", "共 5 条数据 共 1 页"])
def test_names_trails_dates_counts_and_the_frame_say_nothing(said: str) -> None:
    seen = shop(said)
    assert only_names(seen) == {seen.all(Role.AFTER_SALES)[0].id}


@pytest.mark.parametrize("said", ["七天无理由", "包邮", f"{NAME}：七天", "退换货政策以客服答复为准"])
def test_a_few_words_of_its_own_are_something(said: str) -> None:
    assert only_names(shop(said)) == frozenset()


def test_words_out_of_sight_are_something_and_so_is_a_form() -> None:
    folded = [{"tag": "div", "text": "签收后七天内可以退货，运费由我们承担", "unseen": "display_none"}]
    assert only_names(shop("", folded)) == frozenset()
    assert only_names(shop("", role="cart")) == frozenset()


def test_a_block_that_listens_is_no_label_of_an_entry() -> None:
    sentence = "签收之日起七日内可以申请退货，退货的运费由本店承担，款项三日内退回"
    block = [{"tag": "div", "text": sentence, "clickable": True}]
    assert only_names(shop(sentence, block)) == frozenset()


def test_a_short_label_that_several_pages_hide_is_of_the_frame() -> None:
    label = [{"tag": "span", "text": "侧栏导航", "unseen": "clipped"}]
    seen = shop("", label)
    assert only_names(seen) == frozenset()
    others = tuple(view(role, "说明", label, url=f"https://shop.example/{role}") for role in ("about", "service"))
    assert seen.all(Role.AFTER_SALES)[0].id in only_names(site(*seen.views, *others))


RULES = checks()["service.exchange_repair"]


def told(said: str) -> Answer:
    """What the check of rules on exchanges says of a shop whose page of that name says this."""
    seen = shop(said)
    gaps = tuple(gap(need.role, "not_offered") for need in RULES.probe.reads if not seen.all(need.role))
    return read_surface(RULES, dataclasses.replace(seen, gaps=gaps))


def test_a_name_and_a_date_are_no_rule_that_a_person_is_asked_about() -> None:
    assert told(NAME * 3).outcome is Outcome.NO
    assert told(NAME * 3).by_absence


def test_words_beside_the_name_are_judged_as_ever() -> None:
    judged: list[Site] = []

    def doubting(surface: Site) -> Answer:
        judged.append(surface)
        return unsure("或许", "perhaps", *(evidence_on_page(page) for page in surface.all(Role.AFTER_SALES)))

    assert judge_beyond_names(doubting, shop("七天无理由")).outcome is Outcome.UNSURE
    assert len(judged) == 1
    judge_beyond_names(doubting, shop(""))
    assert [page.text for page in judged[-1].all(Role.AFTER_SALES)] == [""]
    assert judged[-1].view(Role.HOME) == judged[-2].view(Role.HOME)


def test_a_page_that_was_drawn_in_part_once_takes_no_words_from_it() -> None:
    said = "开票请在订单页点申请开票，电子发票当天发到邮箱"
    home, part = shop("").views
    whole = dataclasses.replace(shop(said).all(Role.AFTER_SALES)[0], id="again")
    again = dataclasses.replace(part, id="press")
    judged: list[Site] = []

    def note_words(surface: Site) -> Answer:
        judged.append(surface)
        return unsure("或许", "perhaps", evidence_on_page(part))

    judge_beyond_names(note_words, site(home, part, again, whole))
    words = {page.id: said in page.text for page in judged[-1].views if page.id != home.id and page.text}
    assert words == {"again": True}
