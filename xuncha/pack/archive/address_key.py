"""The key of an address in a web archive's index: its host reversed, and leaving out what distinguishes no two pages.

It is the form that players call SURT (``com,example)/path?a=1&b=2``), implemented here from its description so that the
archive needs no package for it: https://webarchive.jira.com/wiki/spaces/Heritrix/pages/22840/SURT and, for what is left
out, the rules of Safe Browsing's canonical addresses. A player that makes a different key still finds its page, since
it looks through the lines nearby.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
_WWW = re.compile(r"^www\d{0,3}\.")
_SESSION = re.compile(r"(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}")
_ROUNDS = 4  # how often an address is unescaped: one that is escaped more deeply keeps the rest


def make_address_key(url: str) -> str:
    """The key, in ASCII without blanks; a string that is no address is its own key."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return _escaped(url)
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return _escaped(url.partition("#")[0].partition("?")[0]).rstrip("/") + _query(parts)
    place = ",".join(reversed(_WWW.sub("", _named(host.rstrip(".")), count=1).split(".")))
    if port is not None and port != _PORTS[scheme]:
        place += f":{port}"
    return f"{place}){_path(parts)}{_query(parts)}"


def _named(host: str) -> str:
    """A host as name servers know it."""
    if host.isascii():
        return _escaped(host)
    try:
        return _escaped(host.encode("idna").decode("ascii"))
    except UnicodeError:
        return _escaped(host)


def _path(parts: SplitResult) -> str:
    path = posixpath.normpath("/" + _escaped(parts.path))
    return "/" + path.lstrip("/")


def _query(parts: SplitResult) -> str:
    fields = sorted(part for part in _escaped(parts.query).split("&") if not _SESSION.fullmatch(part))
    joined = "&".join(fields)
    return f"?{joined}" if joined else ""


def _escaped(text: str) -> str:
    """Lower case, with only the escapes that are needed."""
    raw = text.encode("utf-8", "surrogatepass")
    for _ in range(_ROUNDS):
        once = unquote_to_bytes(raw)
        if once == raw:
            break
        raw = once
    written = "".join(chr(byte) if 0x20 < byte < 0x7F and byte not in b"#%" else f"%{byte:02x}" for byte in raw)
    return written.lower()
