"""The HTTP client: a GET through the egress proxy, limited in time and size, that always reports how it ended."""

import asyncio
import codecs
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from w3lib.encoding import html_to_unicode

from crawler.network.address_policy import TABLE, plain_host
from crawler.network.certificate import trusting_context
from crawler.network.decompress import BadCoding, Inflater
from crawler.network.proxy import USER, FailureKind, Gate
from crawler.network.proxy_request import HEADER
from crawler.network.proxy_settings import FetchLimits

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


class FetchError(StrEnum):
    """Why a fetch failed."""

    DNS = "dns"
    TLS = "tls"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    REFUSED_BY_GUARD = "refused_by_guard"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_RESPONSE = "bad_response"


_FAILURES = {
    FailureKind.DNS: FetchError.DNS,
    FailureKind.CONNECT: FetchError.CONNECT,
    FailureKind.REFUSED: FetchError.REFUSED_BY_GUARD,
    FailureKind.TIMEOUT: FetchError.TIMEOUT,
}

_KINDS = {kind.value: kind for kind in FailureKind}


FETCH_LIMITS = TABLE.fetch


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: who sent it, with which status, and where to."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result of a fetch. With an error, status, headers and body are what had arrived by then; status None means nothing.

    ``url`` is the last address requested, ``body`` is decoded and at most ``max_bytes`` long, header names are lower
    case, ``at`` is UTC, ``seconds`` is the total time, ``packed`` the size of the body in bytes as received, before
    decoding.
    """

    asked: str
    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    hops: tuple[Hop, ...]
    at: datetime
    seconds: float
    error: FetchError | None
    detail: str | None
    packed: int = 0

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    def text(self) -> str:
        """The body decoded as a browser would: BOM, header, meta; undeclared and not UTF-8 is taken for GB18030."""
        text: str
        _, text = html_to_unicode(self.header("content-type"), self.body, auto_detect_fun=_guess)
        return text


def _guess(body: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)  # not final: a body cut inside a character is still UTF-8
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


class _FetchStopped(Exception):
    def __init__(self, error: FetchError, detail: str) -> None:
        super().__init__(detail)
        self.error = error


class _FetchProgress:
    """What is known of a fetch so far, so that it survives a cut."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.hops: list[Hop] = []
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.body = bytearray()
        self.packed = 0


class Fetcher:
    """A GET client as an async context manager; ``user_agent`` is sent with every request.

    Certificates are checked, against ``roots`` (a PEM file) if given; cookies last for one fetch.
    """

    def __init__(
        self, gate: Gate, *, user_agent: str, roots: Path | None = None, limits: FetchLimits = FETCH_LIMITS
    ) -> None:
        self._gate = gate
        self._limits = limits
        self._headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        # Only the transport: a client would follow the redirects we only record, and keep cookies between fetches.
        self._transport = httpx.AsyncHTTPTransport(
            proxy=httpx.Proxy(gate.url, auth=(USER, gate.secret)),
            trust_env=False,
            verify=trusting_context(roots),
            limits=httpx.Limits(max_connections=None),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - bounds the whole fetch, and a timeout is a result here
        headers: Mapping[str, str] | None = None,
    ) -> FetchResult:
        """Fetch an http or https address, following redirects; failures of the web are returned as ``error``, never raised.

        ``max_bytes`` limits the decoded body, ``timeout`` is in seconds for everything; defaults come from the limits.
        """
        loop = asyncio.get_running_loop()
        began, at = loop.time(), datetime.now(UTC)
        progress = _FetchProgress(url)
        error: FetchError | None = None
        detail: str | None = None
        try:
            async with asyncio.timeout(self._limits.timeout if timeout is None else timeout):
                await self._follow(progress, max_bytes or self._limits.max_bytes, {**self._headers, **(headers or {})})
        except _FetchStopped as stop:
            error, detail = stop.error, str(stop)
        except TimeoutError:
            error, detail = FetchError.TIMEOUT, "not done in time"
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as failed:
            error, detail = self._explain(failed, progress.url)
        return FetchResult(
            url,
            progress.url,
            progress.status,
            progress.headers,
            bytes(progress.body),
            tuple(progress.hops),
            at,
            loop.time() - began,
            error,
            detail,
            progress.packed,
        )

    async def _follow(self, progress: _FetchProgress, room: int, headers: Mapping[str, str]) -> None:
        cookies = httpx.Cookies()
        while True:
            target = httpx.URL(progress.url)
            _place(target)
            request = httpx.Request("GET", target, headers=headers)
            cookies.set_cookie_header(request)
            progress.status, progress.headers = None, ()
            response = await self._transport.handle_async_request(request)
            response.request = request
            try:
                cookies.extract_cookies(response)
                self._check_gate(response)
                progress.status = response.status_code
                progress.headers = tuple((key.lower(), value) for key, value in response.headers.multi_items())
                location = response.headers.get("location")
                if response.status_code not in _REDIRECTS or not location:
                    await _read(response, progress, room)
                    return
            finally:
                await response.aclose()
            progress.hops.append(Hop(progress.url, response.status_code, location))
            if len(progress.hops) > self._limits.max_redirects:
                raise _FetchStopped(FetchError.TOO_MANY_REDIRECTS, f"more than {self._limits.max_redirects} redirects")
            progress.url = str(target.join(location))

    def _check_gate(self, response: httpx.Response) -> None:
        """Distinguish the proxy's own answer on plain HTTP from a site's that imitates it: the proxy's log decides."""
        if HEADER not in response.headers or response.url.scheme != "http":
            return
        failure = self._gate.failure(*_place(response.url))
        if failure is not None:
            raise _FetchStopped(_FAILURES[failure.kind], failure.detail)
        if response.headers[HEADER].startswith("bad_request"):
            raise _FetchStopped(FetchError.BAD_RESPONSE, response.headers[HEADER])

    def _explain(self, failed: Exception, url: str) -> tuple[FetchError, str]:
        said = str(failed) or type(failed).__name__
        cause: BaseException | None = failed
        while cause is not None:
            if isinstance(cause, ssl.SSLError):
                verdict = getattr(cause, "verify_message", None) or cause.reason or str(cause)
                return FetchError.TLS, str(verdict)
            cause = cause.__cause__ or cause.__context__
        if isinstance(failed, httpx.ProxyError):  # the reason phrase of the proxy's answer to CONNECT names the kind
            failure = self._gate.failure(*_place(httpx.URL(url)))
            word = said.split(" ")[-1]
            kind = _KINDS.get(word) or (failure.kind if failure else FailureKind.CONNECT)
            return _FAILURES[kind], failure.detail if failure else said
        if isinstance(failed, httpx.TimeoutException):
            return FetchError.TIMEOUT, said
        if isinstance(failed, httpx.NetworkError):
            return FetchError.CONNECT, said
        return FetchError.BAD_RESPONSE, said


def _place(url: httpx.URL) -> tuple[str, int]:
    """Host and port as the proxy names them; ends the fetch if there are none."""
    try:
        return plain_host(url.raw_host.decode("ascii")), url.port or _PORTS[url.scheme]
    except (ValueError, KeyError):
        raise _FetchStopped(FetchError.BAD_RESPONSE, f"not an http address: {str(url)[:200]!r}") from None


async def _read(response: httpx.Response, progress: _FetchProgress, room: int) -> None:
    try:
        inflater = Inflater(response.headers.get("content-encoding", ""))
        async for piece in response.aiter_raw():
            progress.packed += len(piece)
            progress.body += inflater.feed(piece, room - len(progress.body))
            if len(progress.body) > room:
                del progress.body[room:]
                raise _FetchStopped(FetchError.TOO_LARGE, f"more than {room} bytes")
    except BadCoding as error:
        raise _FetchStopped(FetchError.BAD_RESPONSE, str(error)) from error
