"""Links that arrange the goods of a list are told from links to other pages."""

import pytest

from crawler.vocabulary import Role
from probes.pages.lists.arranged import arranges_goods
from tests.cases.build import SHOP, view

SEARCH = f"{SHOP}?c=goods&key=tea"


@pytest.mark.parametrize(("role", "here", "target", "arranges"), [
    (Role.SEARCH, SEARCH, f"{SEARCH}&sort=credit", True),
    (Role.SEARCH, SEARCH, f"{SHOP}?sort=credit&key=tea&c=goods", True),
    (Role.LIST, f"{SHOP}list/7.html", f"{SHOP}list/7.html?order=reviews", True),
    (Role.SEARCH, SEARCH, SEARCH, False),
    (Role.SEARCH, SEARCH, f"{SHOP}?c=help&id=4", False),
    (Role.SEARCH, SEARCH, f"{SHOP}?c=goods&sort=credit", False),  # the words that were asked are gone
    (Role.LIST, SHOP, f"{SHOP}?c=help", False),  # a front door says nothing of what it shows
    (Role.HELP, f"{SHOP}?c=help", f"{SHOP}?c=help&id=4", False),
    (Role.LIST, f"{SHOP}list/7.html", "javascript:void(0)", False),
])  # fmt: skip
def test_the_same_list_with_something_added_is_no_other_page(
    role: Role, here: str, target: str, arranges: bool
) -> None:
    assert arranges_goods(view(role, url=here), target) is arranges
