"""Names of goods lead to goods, whatever they say; entries beside them lead where they say."""

from typing import Any

from crawler.discovery.products.leads_beside_goods import find_leads_beside_goods
from crawler.site import View
from crawler.vocabulary import Role
from tests.cases.build import SHOP, view

NAMES = ("木梳（包邮自提）", "抄经本 用户协议同款", "会员装茶叶")


def _home(priced: bool) -> View:
    """Three things side by side, one of them also in a row without pictures, and an entry to what is said of delivery."""
    pieces: list[dict[str, Any]] = []
    for at, name in enumerate(NAMES):
        place = f"body>main>div:nth-child({at + 1})"
        pieces += [
            {"image": f"/img/{at}.jpg", "selector": f"{place}>img", "box": (300 * at, 400, 200, 200), "region": "main"},
            {"text": name, "href": f"/x?no={at}", "selector": f"{place}>a", "region": "main"},
        ]
        if priced:
            pieces.append({"text": f"￥{at + 20}.00", "selector": f"{place}>b", "region": "main"})
    pieces.append({"text": NAMES[0], "href": "/x?no=0", "selector": "body>aside>a", "region": "side"})
    pieces.append({"text": "配送说明", "href": "/y?no=7", "selector": "body>footer>a", "region": "footer"})
    return view(Role.HOME, elements=pieces, url=SHOP)


def test_the_name_of_a_thing_is_no_entry_to_a_page_about_it() -> None:
    wanted = (Role.DELIVERY, Role.AGREEMENT, Role.MEMBER)
    found = find_leads_beside_goods(_home(priced=True), wanted)
    assert [lead.path[-1] for lead in found[Role.DELIVERY]] == ["配送说明"]
    assert found[Role.AGREEMENT] == found[Role.MEMBER] == ()


def test_pictured_entries_without_prices_are_entries() -> None:
    found = find_leads_beside_goods(_home(priced=False), (Role.DELIVERY, Role.AGREEMENT))
    assert len(found[Role.DELIVERY]) == 2
    assert found[Role.AGREEMENT]
