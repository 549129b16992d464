"""What a demo shop is made of: requests come in, answers go out, and a shop is a table of paths."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class ShopRequest:
    """One GET. ``number`` counts the requests this shop has had since it was started, from 1."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    number: int
    pause: Callable[[float], bool]  # waits that many seconds; true, and at once, when the shop closes


@dataclass(frozen=True, slots=True)
class ShopAnswer:
    """What is sent back. A body of chunks is sent without a length, as its chunks come; a ``bare`` one without any head of ours."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    bare: bool = False  # the body is all that is sent, status line and headers are for it to say, well or badly


Route = ShopAnswer | Callable[[ShopRequest], ShopAnswer]


@dataclass(frozen=True, slots=True)
class Shop:
    """A table of paths; a path that ends with ``*`` stands for all that begin so, the longest first."""

    routes: Mapping[str, Route]
    missing: Route = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    headers: Mapping[str, str] = field(default_factory=dict)  # on every answer

    def but(self, routes: Mapping[str, Route], missing: Route | None = None) -> Shop:
        """The same shop with some paths answered otherwise."""
        return Shop({**self.routes, **routes}, missing or self.missing, self.headers)

    def answer(self, request: ShopRequest) -> ShopAnswer:
        route = self.routes.get(request.path)
        if route is None:
            open_ended = [key for key in self.routes if key.endswith("*") and request.path.startswith(key[:-1])]
            route = self.routes[max(open_ended, key=len)] if open_ended else self.missing
        return route if isinstance(route, ShopAnswer) else route(request)


def split(target: str) -> tuple[str, dict[str, str]]:
    """Path and query of a request line's target; a form of a GBK page sends its words in GBK."""
    parts = urlsplit(target)
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="gb18030", errors="replace")
    return parts.path, dict(pairs)


def beside(module: str, name: str) -> str:
    """The words of a file in the folder of that module."""
    return (Path(module).parent / name).read_text("utf-8")


def html(text: str, status: int = 200, encoding: str = "utf-8") -> ShopAnswer:
    """A page. In another encoding than UTF-8 only the page itself says which, as old shops do."""
    kind = "text/html; charset=utf-8" if encoding == "utf-8" else "text/html"
    return ShopAnswer(text.encode(encoding, "xmlcharrefreplace"), status, kind)


def text(words: str, kind: str = "text/plain") -> ShopAnswer:
    return ShopAnswer(words.encode(), 200, f"{kind}; charset=utf-8")


def redirect(to: str, status: int = 302) -> ShopAnswer:
    return ShopAnswer(b"", status, "text/plain", {"Location": to})


def late(route: Route, seconds: float) -> Route:
    """The same answer after that many seconds."""

    def answer(request: ShopRequest) -> ShopAnswer:
        request.pause(seconds)
        return route if isinstance(route, ShopAnswer) else route(request)

    return answer


def bomb(megabytes: int) -> ShopAnswer:
    """A small gzip body that inflates to that many megabytes of markup."""
    return ShopAnswer(gzip.compress(b"<p>0</p>" * (megabytes * 131_072), 9), headers={"Content-Encoding": "gzip"})
