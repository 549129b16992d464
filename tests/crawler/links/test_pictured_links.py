"""A link that says nothing but what is written in a picture inside it leads to the page that its sign names; advertisements name none."""

import pytest

from crawler.links.role_links import find_leads
from crawler.vocabulary import Role
from tests.cases.build import view


def find_pictured(said: str, words: str = "", href: str = "https://shop.example/x?id=3") -> dict[Role, list[str]]:
    """Where a link leads by the roles of its page, with that text in its picture and those words beside the picture."""
    link = {"tag": "a", "href": href, "clickable": True, **({"text": words, "own": words} if words else {})}
    picture = {"tag": "img", "parent": 0, "image": "https://shop.example/a.png", "ocr": said, "ocr_engine": "t"}
    found = find_leads(view(Role.HOME, elements=[link, picture]), (Role.AGREEMENT, Role.PAYMENT))
    return {role: [lead.url for lead in there] for role, there in found.items() if there}


@pytest.mark.parametrize(("said", "role"), [("用户协议", Role.AGREEMENT), ("PAYMENT\n支付方式", Role.PAYMENT)])
def test_a_sign_names_the_page_behind_its_link(said: str, role: Role) -> None:
    found = find_pictured(said)
    assert list(found) == [role]
    assert found[role][0].endswith("/x?id=3")


@pytest.mark.parametrize("said", ["新人支付方式立减100元", "签用户协议送好礼", ""])
def test_an_advertisement_names_no_page(said: str) -> None:
    assert find_pictured(said) == {}


def test_a_link_with_words_of_its_own_is_named_by_these() -> None:
    assert list(find_pictured("用户协议", "支付方式")) == [Role.PAYMENT]
