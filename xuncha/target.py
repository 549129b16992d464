"""What a person typed as the shop to look at becomes a Platform, or one clear line about what is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from crawler.site import Platform
from probes.finding import Text
from probes.profile import FLAGS
from xuncha.words import meant

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
_OTHER = re.compile(
    r"^([a-z][a-z0-9+-]*):(?!\d)(?!//)", re.I
)  # mailto:, javascript: and their like; no host with its port
_LOGIN = re.compile(r"(?<=//)[^/?#]*@")
_HOST = re.compile(
    r"^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.?$", re.I
)


class BadTarget(ValueError):
    """The address, or something said of the shop, cannot be used; ``text`` says what and how to mend it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def address(raw: str) -> str:
    """An http or https address in one spelling; a bare host name gets https. Raises BadTarget."""
    typed = raw.strip()
    if not typed:
        raise BadTarget("缺少网址，请写成 https://shop.example.cn", "no address; write it like https://shop.example.cn")
    if other := _OTHER.match(typed):
        raise _unsupported(other[1])
    url = typed if _SCHEME.match(typed) else f"https://{typed}"
    shown = _LOGIN.sub("…@", typed)[:100]  # a password is not said aloud
    wrong = BadTarget(
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
        raise BadTarget("网址中不要带用户名或密码", "leave user name and password out of the address")
    if not host or not (_is_ip(host) or _HOST.match(host)):
        raise wrong
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    spelled: str = safe_url_string(
        parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/").geturl()
    )
    return spelled


def _unsupported(scheme: str) -> BadTarget:
    return BadTarget(
        f"只支持 http 与 https：{scheme}；请写成 https://shop.example.cn",
        f"only http and https are supported, not {scheme}: write it like https://shop.example.cn",
    )


def profile(stated: Iterable[str]) -> dict[str, bool]:
    """Flags as ``goods`` or ``goods=no``. Raises BadTarget for an unknown one, naming the nearest."""
    flags: dict[str, bool] = {}
    for one in stated:
        name, _, value = one.partition("=")
        if name not in FLAGS:
            raise BadTarget(
                f"未知的平台属性 {name!r}{meant(name, FLAGS).zh}",
                f"unknown profile flag {name!r}{meant(name, FLAGS).en}",
            )
        if value.lower() not in ("", "yes", "no", "true", "false"):
            raise BadTarget(f"{name} 的值应为 yes 或 no", f"{name} must be yes or no, not {value!r}")
        flags[name] = value.lower() in ("", "yes", "true")
    return flags


def platform(raw: str, name: str = "", flags: Iterable[str] = (), consents: Iterable[str] = ()) -> Platform:
    """Raises BadTarget."""
    return Platform(url=address(raw), name=name, profile=profile(flags), consents=frozenset(consents))


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
