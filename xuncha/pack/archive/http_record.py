"""An exchange as the header blocks and bodies of HTTP messages, for a web archive."""

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
)  # they describe other bytes than those kept
_ORIGINAL = "X-Archive-Orig-"
# Bodies that the indexer parses, and trips over where they are cut, empty or binary: it must not know their type.
_TAKEN_APART = ("multipart/", "application/x-amf")


def make_request_message(entry: dict[str, Any]) -> tuple[StatusAndHeaders, bytes, str]:
    """The request: its head, its body, and why the body is not complete ("" = it is)."""
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


def make_response_head(entry: dict[str, Any], body: bytes, masked: int) -> StatusAndHeaders:
    """The head of the response, adapted to the bytes that are kept.

    Headers that no longer fit them are kept under another name.
    """
    response = entry["response"]
    headers = _moved(_clean(response["headers"]), _MOVED)
    media = next((value for name, value in headers if name.lower() == "content-type"), response["media"])
    as_text = entry.get("body", {}).get("text") and not body.isascii()
    if as_text and "utf-8" not in media.lower():  # the browser has decoded it, and gave it as UTF-8
        headers = _moved(headers, frozenset({"content-type"}))
        headers.append(("Content-Type", _line(f"{response['media'] or 'text/plain'}; charset=utf-8")))
    headers.append(("Content-Length", str(len(body))))
    if masked:
        headers.append(("X-Xuncha-Masked", str(masked)))
    status = f"{int(response['status'] or 0):03d} {_ascii(response['status_text'])}".strip()
    return StatusAndHeaders(status, headers, protocol="HTTP/1.1")


def _clean(headers: Iterable[list[str]]) -> list[tuple[str, str]]:
    """Header fields that are valid in a message: pseudo-headers of HTTP/2 and invalid names are left out."""
    return [(name, _line(value)) for name, value in headers if _NAME.fullmatch(name)]


def _moved(headers: Iterable[tuple[str, str]], names: frozenset[str]) -> list[tuple[str, str]]:
    return [(f"{_ORIGINAL}{name}" if name.lower() in names else name, value) for name, value in headers]


def _line(text: str) -> str:
    """One line, so that page text cannot begin another header."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _ascii(text: str) -> str:
    """The first line of a message, which must be ASCII: other characters become question marks.

    The whole address is in WARC-Target-URI.
    """
    return _line(text).encode("ascii", "replace").decode("ascii")
