"""A bookmark of the page in the browser remembers nothing of what the buyer chose."""

import pytest

from crawler.vocabulary import Device, Role
from probes.finding import Finding
from probes.run import judge_site
from tests.cases.build import site, view
from tests.rules import real_checks

CHECK = next(check for check in real_checks() if check.id == "ordering.saved_choices")


def tell_kinds(role: Role, label: str, region: str) -> tuple[str, ...]:
    place = {"tag": "a", "text": label, "href": "javascript:;", "clickable": True, "region": region}
    words = {Role.HOME: "青桐茶器 全部商品", Role.PRODUCT: "白瓷盖碗 66元", Role.CART: "购物车是空的"}
    pages = [view(one, said, [place] if one is role else []) for one, said in words.items()]
    rest = [view(one, "本店用心做每一件茶器。") for one in (Role.HELP, Role.MEMBER, Role.AGREEMENT)]
    shop = site(*pages, *rest)
    found: Finding = next(one for one in judge_site((CHECK,), shop, strict=True) if one.device is Device.DESKTOP)
    kinds = found.answer.values.get("kinds", ())
    return tuple(str(kind) for kind in kinds) if isinstance(kinds, tuple) else ()


@pytest.mark.parametrize("region", ["header", "nav", "footer", "floating"])
def test_what_stands_beside_the_login_of_a_page_bookmarks_it(region: str) -> None:
    assert tell_kinds(Role.HOME, "加入收藏", region) == ()
    assert tell_kinds(Role.PRODUCT, "加入收藏", region) == ()


def test_beside_goods_it_keeps_them_and_so_does_an_entry_to_what_was_kept() -> None:
    assert tell_kinds(Role.PRODUCT, "加入收藏", "main") == ("favourites",)
    assert tell_kinds(Role.HOME, "我的收藏", "header") == ("favourites",)
