"""A fetch always ends, in time and in size, and says truly what came or why nothing did."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.decompress import BadCoding, Inflater
from crawler.network.http_client import FETCH_LIMITS, Fetcher, FetchError, FetchResult
from crawler.network.proxy import Gate
from crawler.network.proxy_settings import FetchLimits
from tests.crawler.network.counting_listeners import closed_port, http, listen, path_of
from tests.crawler.network.test_certificate import Authority, serve_tls


@asynccontextmanager
async def fetching(gate: Gate, roots: Path | None = None, limits: FetchLimits = FETCH_LIMITS) -> AsyncIterator[Fetcher]:
    async with gate, Fetcher(gate, user_agent="Test/1", roots=roots, limits=limits) as fetcher:
        yield fetcher


async def fetch_answer(answer: bytes | Callable[[bytes], bytes], max_bytes: int | None = None) -> FetchResult:
    def reply(head: bytes) -> bytes:
        return answer if isinstance(answer, bytes) else answer(head)

    async with listen(reply) as ear, fetching(Gate(allow_private=True)) as fetcher:
        return await fetcher.get(f"http://127.0.0.1:{ear.port}/", max_bytes=max_bytes)


async def test_a_page_is_fetched_with_all_that_is_known_of_it() -> None:
    seen: list[bytes] = []

    def reply(head: bytes) -> bytes:
        seen.append(head)
        return http("<p>营业执照</p>", X_Shop="1")

    async with listen(reply) as ear, fetching(Gate(allow_private=True)) as fetcher:
        got = await fetcher.get(f"http://127.0.0.1:{ear.port}/a", headers={"Accept-Language": "zh-CN"})
    assert (got.status, got.error, got.hops, got.url) == (200, None, (), got.asked)
    assert got.text() == "<p>营业执照</p>"
    assert got.header("X-SHOP") == "1"
    assert got.at.utcoffset() is not None
    assert 0 < got.seconds < 10
    assert b"User-Agent: Test/1\r\n" in seen[0]
    assert b"Accept-Language: zh-CN\r\n" in seen[0]


async def test_redirects_are_followed_by_hand_with_cookies_for_this_fetch_only() -> None:
    cookies: list[bool] = []

    def reply(head: bytes) -> bytes:
        if path_of(head) == "/":
            return http("", status="302 Found", Location="/next?a=1", Set_Cookie="k=v")
        cookies.append(b"Cookie: k=v" in head)
        return http("there")

    async with listen(reply) as ear, fetching(Gate(allow_private=True)) as fetcher:
        base = f"http://127.0.0.1:{ear.port}"
        got = await fetcher.get(f"{base}/")
        await fetcher.get(f"{base}/other")
    assert [(hop.url, hop.status, hop.location) for hop in got.hops] == [(f"{base}/", 302, "/next?a=1")]
    assert (got.asked, got.url, got.body) == (f"{base}/", f"{base}/next?a=1", b"there")
    assert cookies == [True, False]


async def test_endless_redirects_end() -> None:
    got = await fetch_answer(lambda head: http("", status="301 Moved", Location=path_of(head) + "x"))
    assert got.error is FetchError.TOO_MANY_REDIRECTS
    assert len(got.hops) == FETCH_LIMITS.max_redirects + 1


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "http://[", "http://a:99999/", "taobao://x"]
)
async def test_a_redirect_to_what_is_no_web_address_stops(location: str) -> None:
    got = await fetch_answer(http("", status="302 Found", Location=location))
    assert got.error is FetchError.BAD_RESPONSE
    assert [hop.location for hop in got.hops] == [location]


async def test_a_redirect_to_a_refused_address_sends_nothing() -> None:
    async with listen(lambda head: http("secret")) as secret:
        away = http("", status="302 Found", Location=f"http://127.0.0.1:{secret.port}/")
        async with listen(lambda head: away) as ear, fetching(Gate(consented={ear.place})) as fetcher:
            got = await fetcher.get(f"http://127.0.0.1:{ear.port}/")
        assert (got.error, got.detail, got.status) == (FetchError.REFUSED_BY_GUARD, "loopback", None)
        assert len(got.hops) == 1
        assert secret.heard == []


async def test_a_gzip_bomb_is_cut_at_the_limit() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    got = await fetch_answer(http(bomb, Content_Encoding="gzip"), max_bytes=100_000)
    assert (got.error, len(got.body), got.status) == (FetchError.TOO_LARGE, 100_000, 200)


async def test_a_body_of_just_the_limit_is_whole() -> None:
    got = await fetch_answer(http(gzip.compress(b"x" * 1000), Content_Encoding="gzip"), max_bytes=1000)
    assert (got.error, got.body) == (None, b"x" * 1000)
    got = await fetch_answer(http(b"x" * 1001), max_bytes=1000)
    assert (got.error, got.body) == (FetchError.TOO_LARGE, b"x" * 1000)


# The cases are named: a gzip body carries the second it was made in, and would be another test in each worker.
@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("gzip", gzip.compress(b"plain") + gzip.compress(b" text"), id="gzip-members"),
        pytest.param("gzip", gzip.compress(b"plain text") + b"\0\0padding", id="gzip-padded"),
        pytest.param("deflate", zlib.compress(b"plain text"), id="zlib"),
        pytest.param("deflate", zlib.compress(b"plain text")[2:-4], id="raw-deflate"),
        pytest.param("identity", b"plain text", id="identity"),
    ],
)
async def test_codings_are_undone(coding: str, body: bytes) -> None:
    assert (await fetch_answer(http(body, Content_Encoding=coding))).body == b"plain text"


@pytest.mark.parametrize(("coding", "body"), [("gzip", b"not gzip"), ("br", b"x"), ("gzip, gzip", b"x")])
async def test_a_false_coding_is_a_bad_response(coding: str, body: bytes) -> None:
    assert (await fetch_answer(http(body, Content_Encoding=coding))).error is FetchError.BAD_RESPONSE


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}


@given(st.binary(max_size=5000), st.integers(1, 700), st.integers(0, 6000), st.sampled_from(sorted(PACKERS)))
def test_inflating_in_pieces_is_inflating_at_once_up_to_the_room(
    plain: bytes, size: int, room: int, coding: str
) -> None:
    packed = PACKERS[coding](plain)
    inflater, out = Inflater(coding), b""
    for at in range(0, len(packed), size):
        out += inflater.feed(packed[at : at + size], room - len(out))
        if len(out) > room:
            break
    assert out == plain[: room + 1]


@given(st.binary(max_size=300))
def test_no_body_breaks_the_inflater(body: bytes) -> None:
    for coding in ("gzip", "deflate"):
        try:
            out = Inflater(coding).feed(body, 1000)
        except BadCoding:
            continue
        assert len(out) <= 1001


async def test_a_dripping_body_ends_in_time_and_what_came_is_kept() -> None:
    ended = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nfirst")
        try:
            while True:
                await asyncio.sleep(0.02)
                writer.write(b".")
                await writer.drain()
        except ConnectionError:
            writer.close()
            ended.set()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with fetching(Gate(allow_private=True)) as fetcher:
        got = await fetcher.get(f"http://127.0.0.1:{port}/", timeout=0.5)
    await asyncio.wait_for(ended.wait(), 10)  # the connection is not left behind
    server.close()
    assert (got.error, got.status) == (FetchError.TIMEOUT, 200)
    assert got.body.startswith(b"first.")
    assert got.seconds < 5


@pytest.mark.parametrize(
    "answer", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b"\0\0\0\0\r\n\r\n"]
)
async def test_what_is_no_http_is_a_bad_response(answer: bytes) -> None:
    assert (await fetch_answer(answer)).error is FetchError.BAD_RESPONSE


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_name_no_server_and_no_leave_are_told_apart(scheme: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ["127.0.0.1" if host == "shut.example" else "10.0.0.1"]

    port = closed_port()
    async with fetching(Gate(consented={("127.0.0.1", port)}, resolve=resolve)) as fetcher:
        errors = [
            (await fetcher.get(f"{scheme}://{host}:{port}/")).error
            for host in ("nowhere.example", "shut.example", "private.example")
        ]
    assert errors == [FetchError.DNS, FetchError.CONNECT, FetchError.REFUSED_BY_GUARD]


async def test_a_site_cannot_pretend_to_be_refused() -> None:
    fake = http("x", status="403 refused", X_Xuncha_Gate="refused; loopback")
    got = await fetch_answer(fake)
    assert (got.status, got.error) == (403, None)


async def test_a_certificate_that_does_not_hold_is_a_tls_error(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with serve_tls(authority, "127.0.0.1") as port:
        async with fetching(Gate(allow_private=True)) as fetcher:
            got = await fetcher.get(f"https://127.0.0.1:{port}/")
        assert (got.error, got.status, got.body) == (FetchError.TLS, None, b"")
        assert got.detail is not None
        assert "unable to get local issuer certificate" in got.detail
        async with fetching(Gate(allow_private=True), roots=authority.roots) as fetcher:
            got = await fetcher.get(f"https://127.0.0.1:{port}/")
        assert (got.error, got.body) == (None, b"safe")


async def test_plain_http_where_tls_was_asked_is_a_tls_error() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(http("plain"))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with fetching(Gate(allow_private=True)) as fetcher:
        got = await fetcher.get(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    server.close()
    assert (got.error, got.status) == (FetchError.TLS, None)


async def test_limits_can_be_given() -> None:
    limits = replace(FETCH_LIMITS, max_bytes=3)
    async with listen(lambda head: http("four")) as ear, fetching(Gate(allow_private=True), limits=limits) as fetcher:
        got = await fetcher.get(f"http://127.0.0.1:{ear.port}/")
    assert (got.error, got.body) == (FetchError.TOO_LARGE, b"fou")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "/relative", "http://", "http://[", "不是网址", "data:text/html,x"]
)
async def test_what_is_no_web_address_is_never_asked(url: str) -> None:
    gate = Gate(allow_private=True)
    async with fetching(gate) as fetcher:
        assert (await fetcher.get(url)).error is FetchError.BAD_RESPONSE
        assert gate.connections == []


PAGE = "<title>㐂镕 商城</title>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE.encode("gb18030"), "text/html"),
        (PAGE.encode("utf-8"), "text/html"),
        ("<title>㐂镕 商".encode()[:-1], "text/html"),  # cut inside a character
        (PAGE.encode("gb18030"), "text/html; charset=gb2312"),
        (b"<meta charset=gbk>" + PAGE.encode("gb18030"), "text/html"),
        (b"\xef\xbb\xbf" + PAGE.encode("utf-8"), "text/html; charset=gbk"),
        (PAGE.encode("utf-16"), "text/html"),
    ],
)
async def test_the_charset_is_found_as_a_browser_finds_it(body: bytes, content_type: str) -> None:
    assert "<title>㐂镕" in (await fetch_answer(http(body, content_type))).text()
