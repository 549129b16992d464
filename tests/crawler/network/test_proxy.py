"""The gate connects to checked addresses only, says why not, and carries bytes through unchanged."""

import asyncio
import socket
from dataclasses import replace

import pytest

from crawler.network.proxy import LIMITS, FailureKind, Gate
from tests.crawler.network.counting_listeners import answers, ask, closed_port, get, http, knowing, listen


async def test_a_plain_request_passes_with_its_oddities() -> None:
    seen: list[bytes] = []
    odd = b"HTTP/1.1 200 \r\nx-odd :1\r\nX-Odd: 2\r\n\r\nto the end"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(odd)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with Gate(allow_private=True) as gate:
        assert await ask(gate, get(f"http://127.0.0.1:{port}/a?b=1")) == odd
        (one,) = gate.connections
    server.close()
    assert seen == [f"GET /a?b=1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()]
    assert (one.host, one.port, one.address, one.refused) == ("127.0.0.1", port, "127.0.0.1", None)
    assert (one.bytes_up, one.bytes_down) == (len(seen[0]), len(odd))
    assert one.connect_seconds is not None
    assert one.started.utcoffset() is not None


async def test_a_connection_is_kept_for_one_server_and_changed_for_another() -> None:
    async with listen(lambda head: http("one")) as first, listen(lambda head: http("two")) as second:
        async with Gate(allow_private=True) as gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
            for ear, word in ((first, b"one"), (first, b"one"), (second, b"two"), (first, b"one")):
                writer.write(knowing(gate, get(f"http://127.0.0.1:{ear.port}/", "Accept: */*")).encode() + b"\r\n\r\n")
                head = await reader.readuntil(b"\r\n\r\n")
                assert b"200 OK" in head
                assert await reader.readexactly(3) == word
            writer.close()
        assert first.heard == ["tcp", "GET / HTTP/1.1", "GET / HTTP/1.1", "tcp", "GET / HTTP/1.1"]
        assert second.heard == ["tcp", "GET / HTTP/1.1"]
        assert len(gate.connections) == 3


async def test_a_body_goes_along_and_is_not_taken_for_a_request() -> None:
    inner = "GET http://127.0.0.1:1/ HTTP/1.1\r\n\r\n"
    got = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        got.set_result(await reader.readexactly(len(inner)))
        writer.write(http("done", Connection="close"))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with Gate(allow_private=True) as gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
        head = knowing(gate, f"POST http://127.0.0.1:{port}/ HTTP/1.1\r\nContent-Length: {len(inner)}")
        writer.write(f"{head}\r\n\r\n{inner}".encode())
        assert (await reader.read()).endswith(b"done")
        writer.close()
        assert await got == inner.encode()
        assert [one.port for one in gate.connections] == [port]
    server.close()


async def test_a_tunnel_carries_much_both_ways_and_its_ends() -> None:
    much = bytes(range(256)) * 40_000

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"I speak first")
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with Gate(allow_private=True) as gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
        writer.write(knowing(gate, f"CONNECT 127.0.0.1:{port} HTTP/1.1").encode() + b"\r\n\r\n")
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(13) == b"I speak first"
        writer.write(much)
        writer.write_eof()
        async with asyncio.timeout(20):
            assert await reader.read() == much
        writer.close()
        (one,) = gate.connections
        assert (one.bytes_up, one.bytes_down) == (len(much), len(much) + 13)
    server.close()


@pytest.mark.parametrize(
    "spelled", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]"]
)
@pytest.mark.parametrize("form", ["plain", "tunnel"])
async def test_loopback_is_refused_in_every_spelling(spelled: str, form: str) -> None:
    async with listen(lambda head: http("secret")) as ear, Gate() as gate:
        target = f"{spelled}:{ear.port}"
        said = await ask(gate, get(f"http://{target}/") if form == "plain" else f"CONNECT {target} HTTP/1.1")
        assert said.startswith(b"HTTP/1.1 403 refused\r\n")
        assert b"X-Xuncha-Gate: refused; " in said
        assert b"loopback" in said
        assert ear.heard == []
        (one,) = gate.refusals
        assert one.refused is not None
        assert one.refused.endswith("loopback")


async def test_the_same_spellings_arrive_when_allowed() -> None:
    async with listen(lambda head: http("secret")) as ear, Gate(allow_private=True) as gate:
        for spelled in ("127.1", "0x7f000001", "2130706433", "0177.0.0.1"):
            assert b"secret" in await ask(gate, get(f"http://{spelled}:{ear.port}/"))
        assert gate.addresses("127.0.0.1") == ("127.0.0.1",)


async def test_metadata_stays_refused_when_private_is_allowed() -> None:
    async with Gate(
        allow_private=True, consented={("169.254.169.254", 80)}, resolve=answers(["100.100.100.200"])
    ) as gate:
        assert b"403 refused" in await ask(gate, get("http://169.254.169.254/latest/meta-data/"))
        assert b"403 refused" in await ask(gate, get("http://looks-public.example/"))
        assert {one.refused for one in gate.refusals} == {"metadata"}


async def test_consent_lifts_one_place_only() -> None:
    async with listen(lambda head: http("mine")) as mine, listen() as other:
        async with Gate(consented={mine.place}) as gate:
            assert b"mine" in await ask(gate, get(f"http://127.0.0.1:{mine.port}/"))
            assert b"403" in await ask(gate, get(f"http://127.0.0.1:{other.port}/"))
        assert other.heard == []


async def test_failures_are_told_apart() -> None:
    never = asyncio.Event()

    async def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host == "silent.example":
            await never.wait()
        return ["127.0.0.1"]

    quick = replace(LIMITS, dns_seconds=0.2)
    async with Gate(allow_private=True, resolve=resolve, limits=quick) as gate:
        shut = closed_port()
        assert (await ask(gate, get("http://nowhere.example/"))).startswith(b"HTTP/1.1 502 dns\r\n")
        assert (await ask(gate, "CONNECT silent.example:443 HTTP/1.1")).startswith(b"HTTP/1.1 504 timeout\r\n")
        assert (await ask(gate, f"CONNECT shut.example:{shut} HTTP/1.1")).startswith(b"HTTP/1.1 502 connect\r\n")
        kinds = {one.host: one.failure.kind for one in gate.connections if one.failure}
        assert kinds == {
            "nowhere.example": FailureKind.DNS,
            "silent.example": FailureKind.TIMEOUT,
            "shut.example": FailureKind.CONNECT,
        }
        assert gate.failure("NOWHERE.example.", 80) is not None
        assert gate.failure("never-asked.example", 80) is None


async def test_a_server_that_never_accepts_is_a_timeout() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        holding = [socket.socket() for _ in range(4)]  # fill its queue, so that the next one waits
        for one in holding:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        async with Gate(allow_private=True, limits=replace(LIMITS, connect_seconds=0.3)) as gate:
            assert (await ask(gate, f"CONNECT 127.0.0.1:{port} HTTP/1.1")).startswith(b"HTTP/1.1 504 timeout\r\n")
        for one in holding:
            one.close()


async def test_the_gate_is_no_way_to_itself() -> None:
    async with Gate(allow_private=True) as gate:
        assert b"refused; itself" in await ask(gate, f"CONNECT 127.0.0.1:{gate.port} HTTP/1.1")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET / HTTP/1.1", b"400"),
        ("GET https://a.example/ HTTP/1.1", b"400"),
        ("GET file:///etc/passwd HTTP/1.1", b"400"),
        ("GET http://user@a.example/ HTTP/1.1", b"400"),
        ("CONNECT a.example HTTP/1.1", b"400"),
        ("CONNECT a.example:0 HTTP/1.1", b"400"),
        ("CONNECT a.example:99999 HTTP/1.1", b"400"),
        ("CONNECT \x00:443 HTTP/1.1", b"400"),
        ("nonsense", b"400"),
        ("POST http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked", b"411"),
        ("GET http://a.example/ HTTP/1.1\r\nX: " + "a" * 70_000, b"431"),
    ],
)
async def test_what_is_no_proxy_request_is_turned_away(head: str, status: bytes) -> None:
    async with Gate(allow_private=True, resolve=answers(["127.0.0.1"])) as gate:
        assert (await ask(gate, head)).startswith(b"HTTP/1.1 " + status)
        assert gate.connections == []


async def test_an_idle_connection_is_ended_and_the_log_is_bounded() -> None:
    brief = replace(LIMITS, idle_seconds=0.1, sweep_seconds=0.05, log_entries=2)
    async with listen() as ear, Gate(allow_private=True, limits=brief) as gate:
        for _ in range(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
            writer.write(knowing(gate, f"CONNECT 127.0.0.1:{ear.port} HTTP/1.1").encode() + b"\r\n\r\n")
            async with asyncio.timeout(10):
                assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
                with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                    await reader.readexactly(1)
            writer.close()
        assert len(gate.connections) == 2
        assert gate.clients == set()


async def test_closing_the_gate_cuts_what_is_open() -> None:
    async with listen() as ear:
        async with Gate(allow_private=True) as gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
            writer.write(knowing(gate, f"CONNECT 127.0.0.1:{ear.port} HTTP/1.1").encode() + b"\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(5):
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await reader.readexactly(1)
        writer.close()


async def test_an_ear_hears() -> None:
    """The proofs of silence rest on it."""
    async with listen() as ear:
        assert not await ear.wait(0.05)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", ear.place)
        assert await ear.wait(5)
        assert ear.heard == ["udp"]
