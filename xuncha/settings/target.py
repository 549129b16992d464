"""Turns what a person typed as a shop into a Platform, or into one clear line about what is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from crawler.network.consent import named_places
from crawler.site import Platform
from probes.finding import Text
from probes.schema.flags import FLAGS
from xuncha.console.lang import suggest_nearest

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
_OTHER = re.compile(
    r"^([a-z][a-z0-9+-]*):(?!\d)(?!//)", re.I
)  # mailto:, javascript: and the like; not a host with its port
_LOGIN = re.compile(r"(?<=//)[^/?#]*@")
_HOST = re.compile(
    r"^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?$", re.I
)


class InvalidInput(ValueError):
    """An address, or another input, cannot be used; ``text`` says what and how to fix it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def parse_shop_address(raw: str) -> str:
    """An http or https address in one spelling; a bare host name gets https. Raises InvalidInput."""
    typed = raw.strip()
    if not typed:
        raise InvalidInput(
            "缺少网址，请写成 https://shop.example.cn", "no address; write it like https://shop.example.cn"
        )
    if other := _OTHER.match(typed):
        raise _unsupported(other[1])
    bare = not _SCHEME.match(typed)
    url = f"https://{typed}" if bare else typed
    shown = _LOGIN.sub("…@", typed)[:100]  # never print a password
    wrong = InvalidInput(
        f"网址写法有误：{shown!r}，请写成 https://shop.example.cn",
        f"malformed URL {shown!r}; write it like https://shop.example.cn",
    )
    if any(c.isspace() or ord(c) < 32 for c in typed):
        raise wrong
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        raise wrong from None
    if parts.scheme.lower() not in ("http", "https"):
        raise _unsupported(parts.scheme)
    if "@" in parts.netloc:
        raise InvalidInput("网址中不要带用户名或密码", "leave user name and password out of the address")
    if not host or not (_is_ip(host) or _HOST.match(host)):
        raise wrong
    if bare and port is None and host != "localhost" and "." not in host and not _is_ip(host):
        raise wrong  # a lone word is no public host but a slip; a host of one's own network is typed with http://
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    spelled: str = safe_url_string(
        parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/").geturl()
    )
    return spelled


def _unsupported(scheme: str) -> InvalidInput:
    return InvalidInput(
        f"只支持 http 与 https：{scheme}；请写成 https://shop.example.cn",
        f"only http and https are supported, not {scheme}: write it like https://shop.example.cn",
    )


def parse_profile(stated: Iterable[str]) -> dict[str, bool]:
    """Parse profile flags such as ``goods`` or ``goods=no``.

    Raises InvalidInput for an unknown one, naming the nearest.
    """
    flags: dict[str, bool] = {}
    for flag in stated:
        name, _, value = flag.partition("=")
        if name not in FLAGS:
            raise InvalidInput(
                f"未知的平台属性 {name!r}{suggest_nearest(name, FLAGS).zh}",
                f"unknown profile flag {name!r}{suggest_nearest(name, FLAGS).en}",
            )
        if value.lower() not in ("", "yes", "no", "true", "false"):
            raise InvalidInput(f"{name} 的值应为 yes 或 no", f"{name} must be yes or no, not {value!r}")
        flags[name] = value.lower() in ("", "yes", "true")
    return flags


def parse_platform(raw: str, name: str = "", flags: Iterable[str] = (), consents: Iterable[str] = ()) -> Platform:
    """The platform as typed: its address, name, profile flags (``goods``, ``goods=no``) and consents. Raises InvalidInput."""
    return Platform(url=parse_shop_address(raw), name=name, profile=parse_profile(flags), consents=frozenset(consents))


def parse_private_place(raw: str) -> str:
    """A private place as ``host:port`` or ``host``, unchanged. Raises InvalidInput."""
    try:
        named_places(raw)
    except ValueError:
        raise InvalidInput(
            f"{raw[:80]!r} 不是内网地址：请写成 主机:端口 或 主机，如 static.shop.internal:8080",
            f"{raw[:80]!r} is no place: write HOST:PORT or HOST, like static.shop.internal:8080",
        ) from None
    return raw


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
