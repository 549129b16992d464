"""An exchange as the header blocks and bodies of HTTP messages that a web archive holds."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_MOVED = frozenset(
    {"content-encoding", "transfer-encoding", "content-length"}
)  # they speak of other bytes than are kept
_ORIGINAL = "X-Archive-Orig-"
# Bodies that the indexer takes apart and stumbles over where they are cut, empty or of bytes: it must not know what they are.
_TAKEN_APART = ("multipart/", "application/x-amf")


def asked(entry: dict[str, Any]) -> tuple[StatusAndHeaders, bytes, str]:
    """The request: its head, its body, and why the body is not whole ("" = it is)."""
    parts = urlsplit(entry["url"])
    request = entry["request"]
    sent = request.get("body")
    body = b"" if sent is None else _sent(sent)
    headers = _clean(request["headers"])
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc))
    if sent is not None:
        media = next((value.lower() for name, value in headers if name.lower() == "content-type"), "")
        moved = _MOVED | {"content-type"} if media.startswith(_TAKEN_APART) else _MOVED
        headers = [*_moved(headers, moved), ("Content-Length", str(len(body)))]
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = StatusAndHeaders(f"{_ascii(target)} HTTP/1.1", headers, protocol=_ascii(entry["method"]) or "GET")
    return head, body, "" if sent is None else sent.get("cut", "")


def _sent(body: dict[str, Any]) -> bytes:
    if "base64" in body:
        return base64.b64decode(body["base64"])
    return str(body["text"]).encode("utf-8", "replace")


def replied(entry: dict[str, Any], body: bytes, masked: int) -> StatusAndHeaders:
    """The head of the response, made to fit the bytes that are kept; what said otherwise is kept under another name."""
    response = entry["response"]
    headers = _moved(_clean(response["headers"]), _MOVED)
    media = next((value for name, value in headers if name.lower() == "content-type"), response["media"])
    as_text = entry.get("body", {}).get("text") and not body.isascii()
    if as_text and "utf-8" not in media.lower():  # the browser has read it, and gave it as UTF-8
        headers = _moved(headers, frozenset({"content-type"}))
        headers.append(("Content-Type", _line(f"{response['media'] or 'text/plain'}; charset=utf-8")))
    headers.append(("Content-Length", str(len(body))))
    if masked:
        headers.append(("X-Xuncha-Masked", str(masked)))
    status = f"{int(response['status'] or 0):03d} {_ascii(response['status_text'])}".strip()
    return StatusAndHeaders(status, headers, protocol="HTTP/1.1")


def _clean(headers: Iterable[list[str]]) -> list[tuple[str, str]]:
    """Fields that can stand in a message: those of HTTP/2 that are none, and names that are none, are left out."""
    return [(name, _line(value)) for name, value in headers if _NAME.fullmatch(name)]


def _moved(headers: Iterable[tuple[str, str]], names: frozenset[str]) -> list[tuple[str, str]]:
    return [(f"{_ORIGINAL}{name}" if name.lower() in names else name, value) for name, value in headers]


def _line(text: str) -> str:
    """One line: a page's words must not begin another header."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _ascii(text: str) -> str:
    """A first line of a message, which must be ASCII; other characters are question marks, the whole address is in WARC-Target-URI."""
    return _line(text).encode("ascii", "replace").decode("ascii")
