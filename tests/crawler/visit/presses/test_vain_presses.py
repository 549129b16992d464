"""A press that changes nothing on its page is followed by no scrolling through it."""

import pytest

from tests.crawler.crawl_helpers import Shop, page, visiting, watch_scrolls

pytestmark = pytest.mark.browser

TALL = '<div style="height:3000px">陶器</div>'
SHOWS = "this.nextElementSibling.hidden = false"
MORE = "document.body.insertAdjacentHTML('beforeend', '<p>满四十九元包邮</p>')"


@pytest.mark.parametrize(
    ("does", "scrolls"),
    [
        ("", False),
        ("this.classList.toggle('on')", False),
        (SHOWS, True),
        (MORE, True),
        ("fetch('/more')", True),
        ("location.hash = 'more'", True),
    ],
)
async def test_a_page_is_scrolled_again_only_where_a_press_changed_it(
    monkeypatch: pytest.MonkeyPatch, does: str, scrolls: bool
) -> None:
    body = f'{TALL}<button onclick="{does}">更多</button><p hidden>满四十九元包邮</p>'
    async with visiting(Shop({"/": page(body), "/more": page("")})) as visitor:
        assert await visitor.open(visitor.trip.platform.url)
        scrolled = watch_scrolls(monkeypatch, visitor)
        control = next(one for one in visitor.here.elements if one.tag == "button")
        assert await visitor.click(control)
        assert bool(scrolled) is scrolls
        assert await visitor.tab.page.evaluate("scrollY") == 0  # what is read stands where it stood
