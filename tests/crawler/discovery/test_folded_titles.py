"""Which words at the foot of a page are titles of columns that are folded away."""

from typing import Any

from crawler.discovery.menus import find_folded_titles
from crawler.vocabulary import Role
from tests.cases.build import SHOP, view

COLUMN = "footer>div>div:nth-child(1)"
TITLE = {"tag": "h6", "text": "关于我们", "region": "footer", "selector": f"{COLUMN}>h6"}
LINK = {
    "tag": "a", "text": "小店故事", "href": f"{SHOP}about", "region": "footer", "selector": f"{COLUMN}>ul>li>a",
    "unseen": "display_none",
}  # fmt: skip
WORDS = {"tag": "p", "text": "© 拾光", "region": "footer", "selector": "footer>p"}


def _titles(*elements: dict[str, Any]) -> list[str]:
    return [one.text for one in find_folded_titles(view(Role.HOME, elements=list(elements), url=SHOP))]


def test_a_title_over_hidden_links_is_one_and_words_beside_the_columns_are_none() -> None:
    assert _titles(TITLE, LINK, WORDS) == ["关于我们"]
    assert _titles(LINK, WORDS) == []


def test_a_title_over_links_that_are_seen_is_none() -> None:
    assert _titles(TITLE, {**LINK, "unseen": None}, WORDS) == []


def test_a_title_above_the_foot_is_none() -> None:
    assert _titles({**TITLE, "region": "main"}, {**LINK, "region": "main"}) == []
