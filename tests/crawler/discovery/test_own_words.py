"""Links that ask the shop's search for their own label are popular searches, and no pages of the shop by that name."""

import time
from urllib.parse import quote

import pytest

from crawler.discovery.further_pages import find_topic_leads
from crawler.discovery.products.list_leads import list_leads
from crawler.discovery.search_controls import asks_own_words
from crawler.vocabulary import Role
from tests.cases.build import view

BOX = '<form><input type="hidden" name="m" value="goods"><input type="text" name="key"></form>'
HOST = "https://shop.example"


@pytest.mark.parametrize(("address", "said", "asks"), [
    (f"/?m=goods&key={quote('长辈版')}", "长辈版", True),
    (f"/?m=goods&key={quote('长辈版', encoding='gb18030')}", " 长辈版 ", True),
    (f"/?m=goods&key={quote('长辈版')}&page=2", "下一页", False),
    (f"/?m=goods&page={quote('长辈版')}", "长辈版", False),  # no field of that name: a page may be named so
    ("/elder", "长辈版", False),
    ("/?m=goods&key=", "", False),
])  # fmt: skip
def test_a_popular_search_is_told_by_the_field_it_fills(address: str, said: str, asks: bool) -> None:
    assert asks_own_words(view(Role.HOME, html=BOX), HOST + address, said) is asks


def test_without_a_box_to_type_into_nothing_is_a_search() -> None:
    assert not asks_own_words(view(Role.HOME, html=""), f"{HOST}/?key={quote('帮助中心')}", "帮助中心")


def test_a_list_of_goods_comes_before_a_popular_search() -> None:
    words, named = (
        {"text": "雨靴", "href": f"{HOST}/list?key={quote('雨靴')}"},
        {"text": "童鞋", "href": f"{HOST}/list?id=7"},
    )
    home = view(Role.HOME, html=BOX, elements=[{**one, "region": "main"} for one in (words, named)])
    assert [lead.path[-1] for lead in list_leads(home)] == ["童鞋", "雨靴"]


@pytest.mark.parametrize(("address", "leads"), [(f"/?key={quote('长辈版使用说明')}", False), ("/help/7", True)])
def test_a_popular_search_is_no_further_page_of_help(address: str, leads: bool) -> None:
    link = {"text": "长辈版使用说明", "href": HOST + address, "region": "footer"}
    home = view(Role.HOME, html=BOX, elements=[link])
    assert bool(tuple(find_topic_leads(home, Role.HELP, frozenset()))) is leads


def test_what_is_no_address_asks_nothing() -> None:
    assert not asks_own_words(view(Role.HOME, html=BOX), f"https://[/?key={quote('长辈版')}", "长辈版")


def test_a_page_of_nothing_but_beginnings_of_fields_is_read_at_once() -> None:
    page = view(Role.HOME, html="<input name " * 100_000)
    began = time.process_time()
    assert not asks_own_words(page, f"{HOST}/?key={quote('长辈版')}", "长辈版")
    assert time.process_time() - began < 2  # by the square of its length it took minutes
