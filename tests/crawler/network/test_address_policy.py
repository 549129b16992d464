"""No spelling and no wrapping lets a refused address through."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.address_policy import is_address, plain_host, refusal_of_address

FORMS = {
    "mapped": lambda four: 0xFFFF << 32 | four,
    "translated": lambda four: 0xFFFF << 48 | four,
    "nat64": lambda four: 0x0064FF9B << 96 | four,
    "sixtofour": lambda four: 0x2002 << 112 | four << 80 | 1,
    "isatap": lambda four: 0x240E << 112 | 0x5EFE << 32 | four,
    "teredo": lambda four: 0x20010000 << 96 | 0x08080808 << 64 | (four ^ 0xFFFFFFFF),
}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("192.0.0.192", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("169.254.7.7", "link_local"),
        ("fe80::1", "link_local"),
        ("fe80::1%eth0", "link_local"),
        ("224.0.0.251", "multicast"),
        ("ff02::fb", "multicast"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("255.255.255.255", "broadcast"),
        ("240.0.0.1", "reserved"),
        ("4000::1", "reserved"),
        ("64:ff9b:1::a00:1", "reserved"),
    ],
)
def test_some_addresses_are_refused_whatever_is_allowed(address: str, reason: str) -> None:
    assert refusal_of_address(address, allow_private=False) == reason
    assert refusal_of_address(address, allow_private=True) == reason


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.0.9", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "cgnat"),
        ("198.18.0.7", "benchmarking"),
        ("203.0.113.5", "documentation"),
        ("2001:db8::1", "documentation"),
        ("fd12:3456::1", "unique_local"),
        ("::ffff:127.0.0.1", "mapped_loopback"),
        ("::7f00:1", "compatible_loopback"),
        ("64:ff9b::10.0.0.1", "nat64_private"),
        ("2002:c0a8:1::1", "sixtofour_private"),
    ],
)
def test_private_addresses_are_refused_until_allowed(address: str, reason: str) -> None:
    assert refusal_of_address(address, allow_private=False) == reason
    assert refusal_of_address(address, allow_private=True) is None


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "198.20.0.1", "240e::1", "2400:3200::1"])
def test_public_addresses_pass(address: str) -> None:
    assert refusal_of_address(address, allow_private=False) is None


@given(st.ip_addresses())
def test_nothing_the_registries_call_special_passes(address: IPv4Address | IPv6Address) -> None:
    # Newer Pythons call all of 6to4 special; it is judged by the address it wraps, which the next test holds.
    wrapped = isinstance(address, IPv6Address) and address.sixtofour is not None
    if (not address.is_global and not wrapped) or address.is_multicast:
        assert refusal_of_address(str(address), allow_private=False) is not None


@given(st.ip_addresses(v=4), st.sampled_from(sorted(FORMS)), st.booleans())
def test_a_wrapped_address_is_judged_as_the_bare_one(four: IPv4Address, form: str, allowed: bool) -> None:
    bare = refusal_of_address(str(four), allow_private=allowed)
    wrapped = refusal_of_address(str(IPv6Address(FORMS[form](int(four)))), allow_private=allowed)
    assert wrapped == (None if bare is None else f"{form}_{bare}")


@given(st.ip_addresses())
def test_allowing_more_never_refuses_more(address: IPv4Address | IPv6Address) -> None:
    if refusal_of_address(str(address), allow_private=False) is None:
        assert refusal_of_address(str(address), allow_private=True) is None


def test_what_is_no_address_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="example"):
        refusal_of_address("example.com", allow_private=False)


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("EXAMPLE.com.", "example.com"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0xA9FEA9FE", "169.254.169.254"),
        ("[::FFFF:7F00:1]", "::ffff:127.0.0.1"),
        ("a_b.example-.cn", "a_b.example-.cn"),
        ("xn--fiqs8s", "xn--fiqs8s"),
    ],
)
def test_a_host_gets_one_spelling(spelled: str, plain: str) -> None:
    assert plain_host(spelled) == plain


@pytest.mark.parametrize(
    "host", ["", ".", "a..b", "1.2.3.4.5", "0x", "256.1.1.1", "中国", "a b", "a\r\nb", "[::1", "a/b", "%31"]
)
def test_what_is_no_host_is_turned_away(host: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its message comes from the library for some of these
        plain_host(host)


@given(st.text(alphabet="0123456789abcdefx.:[]", max_size=20))
def test_a_plain_host_stays_as_it_is_and_numbers_become_addresses(host: str) -> None:
    try:
        plain = plain_host(host)
    except ValueError:
        return
    assert plain_host(plain) == plain
    if plain.rpartition(".")[2].isdigit():
        assert is_address(plain)
        assert plain_host(str(ip_address(plain))) == plain  # releases of Python spell some of version 6 differently
