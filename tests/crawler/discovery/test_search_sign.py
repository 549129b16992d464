"""A search behind a sign without words in the head of a page."""

from typing import Any

import pytest

from crawler.discovery import search
from crawler.site import Element
from crawler.vocabulary import MENUS, Role
from tests.cases.build import view as built
from tests.crawler.crawl_helpers import Shop, crawled, page, served

SIGN = {"tag": "a", "href": "https://shop.example/#search-top", "region": "header", "selector": "header>a"}
LOUPE = {"tag": "img", "image": "https://shop.example/i/search.svg", "region": "header", "parent": 0}


def entry_of(*elements: dict[str, Any]) -> Element | None:
    return search.find_search_entry(built(Role.HOME, elements=list(elements), url="https://shop.example/"))


def test_a_sign_without_words_in_the_head_that_shows_a_loupe_opens_the_search() -> None:
    named = {**SIGN, "href": "https://shop.example/#top"}
    for sign in ({**SIGN}, named):
        found = entry_of(sign, LOUPE)
        assert found is not None
        assert found.tag == "a"
    heart = {**LOUPE, "image": "https://shop.example/i/heart.svg"}
    assert entry_of(SIGN, heart) is not None  # by the part that it opens
    assert entry_of(named, heart) is None


def test_a_picture_that_leads_to_a_page_or_bears_words_is_no_sign_of_the_search() -> None:
    assert entry_of({**SIGN, "href": "https://shop.example/research"}, LOUPE) is None
    assert entry_of({**SIGN, "text": "海报"}, LOUPE) is None
    assert entry_of({**SIGN, "region": "main"}, {**LOUPE, "region": "main"}) is None


@pytest.mark.parametrize(("classes", "size", "found"), [
    ("search-content", (260, 36), True), ("top-bar", (260, 36), False), ("search-card", (260, 300), False), ("search-hot", (60, 28), False),
])  # fmt: skip
def test_a_control_classed_a_search_in_the_shape_of_a_field_opens_it_whatever_its_hint(
    classes: str, size: tuple[int, int], found: bool
) -> None:
    bar = {"tag": "div", "clickable": True, "text": "找一件玩具", "classes": classes, "box": (90, 8, *size)}
    assert (entry_of(bar) is not None) is found


BY_SIGN = """<header><a href="#box" onclick="document.getElementById('box').hidden = false; return false"
style="display:block;width:24px;height:24px"><img src="/i/search.svg" width="24" height="24"></a></header>
<div id="box" hidden><input type="text" placeholder="在此处输入您的搜索" onkeydown="
    if (event.keyCode == 13) location.href = '/s?q=' + this.value"></div>"""


@pytest.mark.browser
async def test_a_box_behind_a_sign_without_words_is_found_and_used() -> None:
    shop = Shop({"/": page(BY_SIGN), "/s": page("<h1>搜索结果</h1>")})
    async with served(shop):
        site = await crawled(shop, Role.SEARCH)
    assert site.gap(Role.SEARCH) is None
    assert site.view(Role.SEARCH) is not None
    assert shop.count("/s") == 1


MOVED = """<nav><div class="dropdown" style="width:80px;height:30px">更多</div></nav><script>
let moved = false;
document.addEventListener('mouseover', () => {
  if (!moved) document.querySelector('header').prepend(document.createElement('div'));
  moved = true;
});</script>"""


@pytest.mark.browser
async def test_a_sign_whose_head_was_moved_by_a_script_is_found_where_it_stands() -> None:
    """Its place in the document changes when a pointer comes, as where a head is fixed on scrolling."""
    sign = BY_SIGN.replace("<header><a", "<header><div><a").replace("</a></header>", "</a></div></header>")
    shop = Shop({"/": page(sign + MOVED), "/s": page("<h1>搜索结果</h1>")})
    async with served(shop):
        site = await crawled(shop, (Role.HOME, MENUS), Role.SEARCH)
    assert site.view(Role.SEARCH) is not None
