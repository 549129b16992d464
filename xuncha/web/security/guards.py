"""What every request must pass before a route sees it: the host it names, where it comes from, and headers that its answer bears."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf"
Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard of one application. ``hosts``: names it answers to; ``policy``: its Content-Security-Policy; ``https``: whether it is so served."""

    hosts: frozenset[str]
    policy: str
    https: bool

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Refuse what names another host, or changes something and comes from another site."""
        if request.headers.get("host", "").lower() not in self.hosts:
            return PlainTextResponse("unknown host", 421)
        if request.method not in SAFE_METHODS and not self._from_here(request):
            return PlainTextResponse("a request from another site", 403)
        response = await call_next(request)
        for name, value in self.headers().items():
            response.headers.setdefault(name, value)
        return response

    def headers(self) -> dict[str, str]:
        """The headers of every answer."""
        made = {
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-store",
        }
        return {**made, "Strict-Transport-Security": "max-age=31536000"} if self.https else made

    def _from_here(self, request: Request) -> bool:
        """Whether it comes from a page of this host, or from a program that brings its own token and no cookie."""
        if request.headers.get("authorization", "").lower().startswith("bearer "):
            return True
        site = request.headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        return origin is not None and origin.partition("://")[2].lower() in self.hosts


def make_csrf_token(key: bytes, login: str) -> str:
    """What a form of that log-in must bring: an HMAC of the log-in's digest."""
    return hmac.new(key, b"csrf:" + login.encode("ascii"), hashlib.sha256).hexdigest()


def is_csrf_token(key: bytes, login: str, given: str) -> bool:
    """Whether the form brought what was made for its log-in."""
    return hmac.compare_digest(make_csrf_token(key, login).encode("ascii"), given.encode("utf-8", "replace"))
