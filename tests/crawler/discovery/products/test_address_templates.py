"""A shop's own form of a product's address is learnt from some, tells others, and is never one that fits all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.products.address_templates import alike_but_for_numbers, fits_template, learn_templates

SHOP = "https://shop.example"


@pytest.mark.parametrize(("known", "other", "not_one"), [
    (["/?s=goods/index/id/1.html", "/?s=goods/index/id/22.html"], "/?s=goods/index/id/307.html", "/?s=search/index/id/3.html"),
    (["/#/pages/goods/detail?id=1", "/#/pages/goods/detail?id=2"], "/#/pages/goods/detail?id=99", "/#/pages/goods/list?id=1"),
    (["/catalogue/peach_1/", "/catalogue/millet_5/", "/catalogue/nut_9/"], "/catalogue/egg-box_12/", "/catalogue/category/food_1/"),
    (["/?r=product/list&path=20", "/?r=product/list&path=20_26"], "/?r=product/list&path=18_45_7", "/?r=info/page&path=20"),
    (["/100012.html", "/100013.html"], "/900001.html", "/about.html"),
])  # fmt: skip
def test_forms(known: list[str], other: str, not_one: str) -> None:
    templates = learn_templates(SHOP + tail for tail in known)
    assert fits_template(SHOP + other, templates)
    assert not fits_template(SHOP + not_one, templates)


def test_names_at_the_root_and_a_single_address_make_no_form() -> None:
    assert learn_templates([f"{SHOP}/peach", f"{SHOP}/millet", f"{SHOP}/nut"]) == ()
    assert learn_templates([f"{SHOP}/goods/1"]) == ()


@given(st.lists(st.text("ab1/?=#&.-", max_size=20), max_size=6))
def test_what_a_form_was_learnt_from_fits_it_or_nothing_was_learnt(tails: list[str]) -> None:
    urls = [f"{SHOP}/{tail}" for tail in tails]
    for template in learn_templates(urls):
        assert any(fits_template(url, [template]) for url in urls)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://s.example/pc/goods/4", "https://s.example/pc/goods/12", True),
        ("https://s.example/#/pages/goods/detail?id=4", "https://s.example/#/pages/goods/detail?id=9", True),
        ("https://s.example/pc/goods/4", "https://s.example/m/goods/4", False),
        ("https://s.example/pc/goods/4", "https://s.example/#/pages/goods/detail?id=4", False),
    ],
)
def test_addresses_of_one_app_differ_in_numbers_alone(one: str, other: str, alike: bool) -> None:
    assert alike_but_for_numbers(one, other) is alike
