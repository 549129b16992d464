"""What may be typed as a shop, and what is said of everything else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import is_openable
from probes.schema.flags import FLAGS
from xuncha.settings.target import InvalidInput, parse_platform, parse_profile, parse_shop_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shop.example.cn", "https://shop.example.cn/"),
        ("  http://Shop.Example.CN  ", "http://shop.example.cn/"),
        ("HTTPS://shop.example.cn:8443/a?b=1#c", "https://shop.example.cn:8443/a?b=1#c"),
        ("127.0.0.1:8080", "https://127.0.0.1:8080/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("localhost:3000/shop", "https://localhost:3000/shop"),
        ("https://商城.example/分类", "https://xn--czru2d.example/%E5%88%86%E7%B1%BB"),
        ("shop.example.cn.", "https://shop.example.cn./"),
    ],
)
def test_an_address_is_brought_to_one_spelling(typed: str, meant: str) -> None:
    assert parse_shop_address(typed) == meant
    assert parse_shop_address(meant) == meant


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ("", "缺少网址", "no address"),
        ("http://", "写法有误", "malformed"),
        ("http://a b.cn", "写法有误", "malformed"),
        ("http://[::1", "写法有误", "malformed"),
        ("http://shop.example:99999/", "写法有误", "malformed"),
        ("http://shop..example/", "写法有误", "malformed"),
        ("http://-shop.example/", "写法有误", "malformed"),
        ("https://shop.example/\x1b[31m", "写法有误", "malformed"),
        ("ftp://shop.example", "只支持", "only http"),
        ("file:///etc/passwd", "只支持", "only http"),
        ("javascript:alert(1)", "只支持", "only http"),
        ("mailto:a@shop.example", "只支持", "only http"),
        ("https://user:secret@[::1/", "写法有误", "malformed"),
        ("https://user:secret@shop.example/", "用户名或密码", "user name and password"),
        ("https://user@shop.example/", "用户名或密码", "user name and password"),
        ("https://@shop.example/", "用户名或密码", "user name and password"),
    ],
)
def test_what_is_no_shop_is_said_in_both_languages(typed: str, zh: str, en: str) -> None:
    with pytest.raises(InvalidInput) as told:
        parse_shop_address(typed)
    assert zh in told.value.text.zh
    assert en in told.value.text.en
    assert "secret" not in told.value.text.zh + told.value.text.en


@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[a-z0-9.:\[\]@/?#%一-龥-]{0,40}", fullmatch=True))
def test_whatever_is_typed_becomes_an_openable_address_or_one_fault(typed: str) -> None:
    try:
        found = parse_shop_address(typed)
    except InvalidInput:
        return
    assert is_openable(found)
    assert parse_shop_address(found) == found
    parts = urlsplit(found)
    assert parts.username is None
    assert found.isascii()
    assert found.isprintable()


def test_profile_flags_are_yes_unless_said_otherwise() -> None:
    assert parse_profile(["goods", "food=no", "live=TRUE"]) == {"goods": True, "food": False, "live": True}
    assert parse_profile(FLAGS) == dict.fromkeys(FLAGS, True)


@pytest.mark.parametrize("said", ["fod", "food=maybe", "", "=yes"])
def test_an_unknown_flag_or_value_is_named(said: str) -> None:
    with pytest.raises(InvalidInput):
        parse_profile([said])
    with pytest.raises(InvalidInput, match="did you mean 'food'"):
        parse_profile(["fod"])


def test_a_platform_holds_what_was_said_of_it() -> None:
    made = parse_platform("shop.example", "栗子里", ["goods"], ["robots"])
    assert (made.url, made.name, made.profile) == ("https://shop.example/", "栗子里", {"goods": True})
    assert made.consents == frozenset({"robots"})
