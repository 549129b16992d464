"""A page is called by its heading, else by the words that led to it where its title is that of the whole shop."""

import pytest

from crawler.vocabulary import Role
from probes.pages.main.own_title import own_title
from tests.cases.build import view

LED = ("帮助中心", "投诉与调解")


def test_a_main_heading_comes_first() -> None:
    page = view(
        Role.HELP,
        "正文",
        [{"text": "售后政策", "tag": "h1", "heading": 1}, {"text": "投诉与调解"}],
        path=LED,
        title="某店",
    )
    assert own_title(page) == "售后政策"


@pytest.mark.parametrize("region", ["main", "header"])
def test_the_words_that_led_there_name_it_where_they_stand_on_it(region: str) -> None:
    page = view(Role.HELP, "正文", [{"text": "投诉与调解办法", "region": region}], path=LED, title="某店")
    assert own_title(page) == "投诉与调解办法"


@pytest.mark.parametrize("there", [
    {"text": "投诉与调解", "href": "/c/"}, {"text": "投诉与调解", "region": "footer"}, {"text": "投诉与调解", "seen": False},
    {"text": "别的标题"},
])  # fmt: skip
def test_a_link_the_frame_and_other_words_do_not(there: dict[str, object]) -> None:
    assert own_title(view(Role.HELP, "正文", [there], path=LED, title="某店 - 首页")) == "某店"


def test_a_title_that_says_so_itself_stays() -> None:
    page = view(Role.HELP, "正文", [{"text": "投诉与调解"}], path=LED, title="投诉与调解规则 | 某店")
    assert own_title(page) == "投诉与调解规则"
