"""Addresses are compared as pages, and hostile ones break nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import absolute_url, is_openable, page_identity, registrable_domain, same_site


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.cn/", "https://A.cn:443/index.html?spm=1", True),
        ("http://a.cn/p#top", "http://a.cn/p", True),
        ("http://a.cn/#/privacy", "http://a.cn/#/help", False),
        ("http://a.cn/#!/privacy", "http://a.cn/", False),
        ("http://a.cn/s?q=%CA%D6", "http://a.cn/s?q=%BB%FA", False),
        ("http://a.cn/?id=1", "http://a.cn/?id=2", False),
        ("http://a.cn:8080/", "http://a.cn/", False),
        ("http://a.cn/index.php/goods/7.html", "http://a.cn/goods/7.html", True),
        ("http://a.cn/shop/index.php/help", "http://a.cn/shop/help", True),
        ("http://a.cn/index.php/goods/7.html", "http://a.cn/index.php/goods/8.html", False),
        ("http://a.cn/index.php?s=/goods/7", "http://a.cn/goods/7", False),
        ("http://a.cn/myindex.php/goods", "http://a.cn/goods", False),
    ],
)
def test_identity_is_that_of_the_page(one: str, other: str, same: bool) -> None:
    assert (page_identity(one) == page_identity(other)) is same


def test_sites_and_schemes() -> None:
    assert registrable_domain("m.shop.com.cn") == "shop.com.cn"
    assert registrable_domain("[::1]") == "::1"
    assert same_site("http://m.shop.cn/", "https://passport.shop.cn/x")
    assert not same_site("http://shop.cn.evil.com/", "http://shop.cn/")
    for bad in (
        "javascript:alert(1)",
        "mailto:a@b",
        "http://",
        "http://a:99999/",
        "http://[::1",
        "data:,x",
        "file:///x",
        "",
    ):
        assert not is_openable(bad)
    assert absolute_url("http://a.cn/x/", " ../y ") == "http://a.cn/y"


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://a.cn/", "http://a.cn?", "http://[", "//"]))
def test_nothing_a_page_links_to_breaks_us(tail: str, head: str) -> None:
    url = head + tail
    assert isinstance(is_openable(url), bool)
    assert page_identity(page_identity(url)) or True
    assert isinstance(absolute_url("http://a.cn/", url), str)
    if is_openable(url):
        assert same_site(url, url)
