"""Where people may log in otherwise: an issuer of OpenID Connect, named by whoever runs the workbench."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from xuncha.settings.target import InvalidInput

ISSUER, CLIENT, SECRET = "XUNCHA_OIDC_ISSUER", "XUNCHA_OIDC_CLIENT", "XUNCHA_OIDC_SECRET"


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The issuer's address, and as whom we are known there; the secret is shown nowhere."""

    issuer: str
    client: str
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        """The issuer's name as people know it."""
        return urlsplit(self.issuer).hostname or self.issuer


def read_oidc_settings(environment: Mapping[str, str]) -> OidcSettings | None:
    """What the environment says; None where it names no issuer. Raises InvalidInput for one half said, or not reached by https."""
    issuer, client = environment.get(ISSUER, "").strip(), environment.get(CLIENT, "").strip()
    if not issuer:
        return None
    if not client:
        raise InvalidInput(f"设置了 {ISSUER} 却没有 {CLIENT}", f"{ISSUER} is set, but {CLIENT} is not")
    if not is_safe_address(issuer):
        raise InvalidInput(
            f"{ISSUER} 应以 https:// 开头：{issuer[:80]}", f"{ISSUER} must be an https address: {issuer[:80]}"
        )
    return OidcSettings(issuer, client, environment.get(SECRET, ""))


def is_safe_address(url: str) -> bool:
    """Whether nobody between can read or change what is fetched from there: https, or this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.scheme == "http" and parts.hostname == "localhost"
