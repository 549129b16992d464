"""What every request must pass before a route sees it: the host it names, where it comes from, and headers that its answer bears."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import cache

from fastapi.responses import PlainTextResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf"


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware. ``hosts``: names it answers to; ``policy``: its Content-Security-Policy; ``https``: whether it is so served."""

    app: ASGIApp
    hosts: frozenset[str]
    policy: str
    https: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what names another host, or changes something and comes from another site."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                named = {bytes(name).lower() for name, _ in said}
                said += [(name, value) for name, value in _encode_headers(self.policy, self.https) if name not in named]
                message["headers"] = said
            await send(message)

        if headers.get("host", "").lower() not in self.hosts:
            await PlainTextResponse("unknown host", 421)(scope, receive, send)
        elif scope["method"] not in SAFE_METHODS and not self._from_here(headers):
            await PlainTextResponse("a request from another site", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, answer)

    def _from_here(self, headers: Headers) -> bool:
        """Whether it comes from a page of this host, or from a program that brings its own token and no cookie."""
        if headers.get("authorization", "").lower().startswith("bearer "):
            return True
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        return origin is not None and origin.partition("://")[2].lower() in self.hosts


@cache
def _encode_headers(policy: str, https: bool) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of every answer."""
    made = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }
    if https:
        made["Strict-Transport-Security"] = "max-age=31536000"
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in made.items())


def make_csrf_token(key: bytes, login: str) -> str:
    """What a form of that log-in must bring: an HMAC of the log-in's digest."""
    return hmac.new(key, b"csrf:" + login.encode("ascii"), hashlib.sha256).hexdigest()


def is_csrf_token(key: bytes, login: str, given: str) -> bool:
    """Whether the form brought what was made for its log-in."""
    return hmac.compare_digest(make_csrf_token(key, login).encode("ascii"), given.encode("utf-8", "replace"))
