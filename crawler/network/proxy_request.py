"""Parse proxy requests and build the proxy's own answers: pure reading and writing of HTTP heads (RFC 9112)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.network.address_policy import plain_host

HEADER = "X-Xuncha-Gate"
GREETED = "xuncha-gate.invalid"  # the proxy itself answers for this name, which no resolver knows (RFC 6761)
_METHOD = re.compile(r"[A-Z]{1,20}")
_TARGET = re.compile(r"[!-~\x80-\xff]+")
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_CARRIED_ON = frozenset({"proxy-connection", "proxy-authorization", "host"})


class BadRequest(Exception):
    """The client sent an invalid proxy request; carries the status to answer with."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """Where a request goes. ``head`` is what its server gets (None for a tunnel); ``body`` counts the bytes to follow."""

    host: str
    port: int
    head: bytes | None
    body: int
    upgrade: bool
    authorization: str = ""  # the client's credentials, "" = none


def read_request(head: bytes) -> ProxyRequest:
    """Parse the head of a proxy request, ending with its empty line. Raises BadRequest."""
    lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3 or parts[2] not in ("HTTP/1.1", "HTTP/1.0") or not _METHOD.fullmatch(parts[0]):
        raise BadRequest(400, "no request line")
    if not _TARGET.fullmatch(parts[1]) or any("\n" in line or "\r" in line or "\0" in line for line in lines):
        raise BadRequest(400, "a control character in the head")
    method, target, version = parts
    headers = [tuple(line.partition(":")[::2]) for line in lines[1:]]
    names = {name.strip().lower(): value.strip() for name, value in headers}
    said = names.get("proxy-authorization", "")
    if method == "CONNECT":
        host, port = split_authority(target, None)
        return ProxyRequest(host, port, None, 0, True, said)
    if not target.lower().startswith("http://"):
        raise BadRequest(400, "not an absolute http address")
    authority, path = _split_target(target)
    host, port = split_authority(authority, 80)
    if "transfer-encoding" in names:
        raise BadRequest(411, "a request body needs a length")
    length = names.get("content-length", "0")
    if not re.fullmatch(r"[0-9]{1,15}", length):
        raise BadRequest(400, "bad content-length")
    kept = [line for line in lines[1:] if line.partition(":")[0].strip().lower() not in _CARRIED_ON]
    if "connection" not in names and "proxy-connection" in names:
        kept.insert(0, f"Connection: {names['proxy-connection']}")  # as the browser sends it without a proxy
    rewritten = "\r\n".join([f"{method} {path} {version}", f"Host: {authority}", *kept, "", ""])
    return ProxyRequest(host, port, rewritten.encode("latin-1"), int(length), "upgrade" in names, said)


def _split_target(target: str) -> tuple[str, str]:
    rest = target[len("http://") :]
    cut = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    path = rest[cut:]
    return rest[:cut], path if path.startswith("/") else "/" + path


def split_authority(text: str, default_port: int | None) -> tuple[str, int]:
    """Split ``host:port`` or ``[v6]:port``; the host is returned in normalised form. Raises BadRequest."""
    try:
        parts = urlsplit(f"//{text}")
        port = parts.port if parts.port is not None else default_port
        host = plain_host(parts.hostname or "")
    except ValueError as error:
        raise BadRequest(400, str(error)) from None
    if not port or "@" in text or parts.path or parts.query or parts.fragment:
        raise BadRequest(400, f"not a host and port: {text[:80]!r}")
    return host, port


def make_answer(status: int, word: str, detail: str) -> bytes:
    """The proxy's own answer; its reason phrase is ``word``, so that a CONNECT client sees it too. 407 asks for the secret."""
    said = re.sub(r"[^ -~]", "?", detail)[:200]
    body = f"Xuncha gate: {word}: {said}\n"
    asks = 'Proxy-Authenticate: Basic realm="xuncha"\r\n' if status == 407 else ""
    return (
        f"HTTP/1.1 {status} {word}\r\n{HEADER}: {word}; {said}\r\n{asks}Content-Type: text/plain\r\nCache-Control: no-store\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    ).encode("latin-1")
