"""Consent is to the shop's own places and those named beside them; the gate serves those alone who know its secret."""

import ast
import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.consent import consented_places, named_places, own_places
from crawler.network.exchange_log import unpack_record
from crawler.network.http_client import FetchError
from crawler.network.proxy import Gate
from crawler.network.proxy_request import GREETED
from crawler.site import Platform
from crawler.vocabulary import KEPT_BACK, GapReason, Role
from probes.answers import grade
from probes.pages.absence import absence
from tests.crawler.crawl_helpers import Memory, Shop, crawled, page, redirect, served
from tests.crawler.network.counting_listeners import answers, ask, get, http, listen
from tests.crawler.network.test_http_client import fetching

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("url", "places"),
    [
        ("http://127.0.0.1:8080/shop/", {("127.0.0.1", 8080)}),
        ("http://shop.internal/", {("shop.internal", 80), ("shop.internal", 443), ("www.shop.internal", 80), ("www.shop.internal", 443)}),
        ("https://www.shop.internal:8443/", {("www.shop.internal", 8443), ("shop.internal", 8443)}),
        ("https://10.0.0.5/", {("10.0.0.5", 80), ("10.0.0.5", 443)}),
        ("http://[::1]:81/", {("::1", 81)}),
        ("http://shop:3000/", {("shop", 3000)}),
        ("http://2130706433:81/", {("127.0.0.1", 81)}),
    ],
)  # fmt: skip
def test_a_shops_own_places_are_its_host_and_port(url: str, places: set[tuple[str, int]]) -> None:
    assert own_places(Platform(url)) == places
    assert consented_places(Platform(url), False) == frozenset()


def test_a_shops_page_for_phones_is_its_own_too() -> None:
    both = Platform("http://10.0.0.5:81/", mobile_url="http://10.0.0.6:82/")
    assert consented_places(both, True, ["10.0.0.7:83"]) == {("10.0.0.5", 81), ("10.0.0.6", 82), ("10.0.0.7", 83)}


@pytest.mark.parametrize(
    "text", ["", ":80", "a:b", "a:0", "a:65536", "http://a/", "a/b", "a b", "10.0.0.0/8", "*", "a@b:1"]
)
def test_what_is_no_host_and_port_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        named_places(text)


@given(st.text(max_size=300))
def test_any_words_are_places_or_refused(text: str) -> None:
    try:
        found = named_places(text)
    except ValueError:
        return
    assert 1 <= len(found) <= 2
    assert all(host and 0 < port < 65536 for host, port in found)


@pytest.mark.commands
async def test_who_does_not_know_the_secret_is_served_nothing() -> None:
    """Another process of this machine, which knows the gate's port, as any user may."""
    program = (
        "import http.client, sys\n"
        "gate = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=10)\n"
        "gate.request('GET', f'http://127.0.0.1:{sys.argv[2]}/', headers={'Proxy-Authorization': sys.argv[3]} if sys.argv[3] else {})\n"
        "answer = gate.getresponse(); print(answer.status, answer.getheader('Proxy-Authenticate'))\n"
        "tunnel = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=10)\n"
        "tunnel.set_tunnel('127.0.0.1', int(sys.argv[2]))\n"
        "try: tunnel.request('GET', '/')\n"
        "except OSError as fault: print(fault)\n"
    )
    async with listen(lambda head: http("inside")) as ear, Gate(consented={ear.place}) as gate, Gate() as other:
        for guess in ("", "Basic eHVuY2hhOg==", other.authorization):
            ran = await _ran(program, gate.port, ear.port, guess)
            assert ran.splitlines() == ['407 Basic realm="xuncha"', "Tunnel connection failed: 407 secret"]
        assert ear.heard == []
        assert gate.connections == []
        assert b"inside" in await ask(gate, get(f"http://127.0.0.1:{ear.port}/"))


async def _ran(program: str, *words: object) -> str:
    call = [sys.executable, "-c", program, *map(str, words)]
    ran = await asyncio.to_thread(subprocess.run, call, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stderr == ""
    return ran.stdout


async def test_the_secret_goes_no_further_than_the_gate_and_is_another_each_time() -> None:
    heads: list[bytes] = []

    def reply(head: bytes) -> bytes:
        heads.append(head.lower())
        return http("inside", Connection="close")

    async with listen(reply) as ear, Gate(consented={ear.place}) as gate, Gate() as other:
        assert b"inside" in await ask(gate, get(f"http://127.0.0.1:{ear.port}/"))
        assert b"welcome" in await ask(gate, get(f"http://{GREETED}/"))
        assert gate.secret != other.secret
        assert len(gate.secret) >= 40
    assert len(heads) == 1
    assert b"proxy-authorization" not in heads[0]


@pytest.mark.parametrize("port", [22, 25, 6000, 6667, 10080])
async def test_ports_of_other_servers_are_refused_to_every_client(port: int) -> None:
    """Chromium refuses them by itself; the light client must not go further than it."""
    async with fetching(Gate(consented={("127.0.0.1", port)}, resolve=answers(["93.184.216.34"]))) as fetcher:
        for host in ("127.0.0.1", "shop.example"):
            fetched = await fetcher.get(f"http://{host}:{port}/")
            assert (fetched.error, fetched.detail) == (FetchError.REFUSED_BY_GUARD, "restricted_port")


async def test_a_consented_name_leads_where_it_led_first_and_nowhere_else() -> None:
    async with (
        listen(lambda head: http("shop", Connection="close")) as shop,
        listen(lambda head: http("else"), host="127.0.0.2", port=shop.port) as other,
    ):
        for then, refused in (["127.0.0.2"], True), (["127.0.0.1"], False):
            moved = answers(["127.0.0.1"], then)
            async with Gate(consented={("shop.internal", shop.port)}, resolve=moved) as gate:
                assert b"shop" in await ask(gate, get(f"http://shop.internal:{shop.port}/"))
                gate.forget_names()
                again = await ask(gate, get(f"http://shop.internal:{shop.port}/"))
                assert (b"refused; loopback" in again) is refused
        assert other.heard == []


CALLS = """<p id=said>-</p><script>fetch('http://127.0.0.1:{port}/data').then(answer => answer.text())
.then(text => said.textContent = text, () => said.textContent = 'nothing came')</script><img src='http://127.0.0.1:{port}/a.png'>"""


@pytest.mark.browser
async def test_a_page_reaches_no_other_place_of_this_machine_unless_it_was_named() -> None:
    """One that a private shop may need is a lack of the look, told by its name, and nothing is found missing on its page."""
    async with listen(lambda head: http("the other server's words", Connection="close")) as other:
        body = page(CALLS.replace("{port}", str(other.port)))
        async with served(Shop({"/": body})) as shop:
            keep = Memory()
            alone = await crawled(shop, keep=keep)
            assert other.heard == []
            home = alone.view(Role.HOME)
            assert home is not None
            assert "the other server" not in home.text
            assert f"{KEPT_BACK}127.0.0.1:{other.port} (loopback)" in home.thoroughness.notes
            assert alone.environment["gate_refused"] == f"127.0.0.1:{other.port} (loopback)"
            assert alone.environment["gate_consented"] == f"127.0.0.1:{shop.port}"
            assert "refused" in absence.missing_of_view(home)
            assert grade.answer_unfit(home) is not None
            sent = json.dumps(unpack_record(keep.blobs[home.exchanges_record])).lower()
            assert "proxy-authorization" not in sent
            named = await crawled(shop, private=(f"127.0.0.1:{other.port}",))
            home = named.view(Role.HOME)
            assert home is not None
            assert "the other server's words" in home.text
            assert absence.missing_of_view(home) == ()
            assert named.environment["gate_refused"] == ""


@pytest.mark.browser
async def test_a_shop_that_leads_to_a_place_nobody_named_is_a_gap_with_that_name() -> None:
    async with (
        listen(lambda head: http("elsewhere")) as other,
        served(Shop({"/": redirect(f"http://127.0.0.1:{other.port}/")})) as shop,
    ):
        site = await crawled(shop)
    assert other.heard == []
    (gap,) = [gap for gap in site.gaps if gap.role is Role.HOME]
    assert (gap.reason, gap.detail) == (GapReason.REFUSED_BY_GUARD, "loopback")
    assert site.environment["gate_refused"] == f"127.0.0.1:{other.port} (loopback)"


@pytest.mark.browser
async def test_a_shop_that_nobody_consented_to_is_not_looked_at() -> None:
    async with served(Shop({"/": page("首页")})) as shop:
        site = await crawled(shop, allow_private=False)
    assert shop.asked == []
    assert {gap.reason for gap in site.gaps} == {GapReason.REFUSED_BY_GUARD}


def test_nothing_of_the_product_opens_all_of_the_machine() -> None:
    """``Gate(allow_private=True)`` is there for tests and measurements."""
    calls = [
        (path.name, [word.arg for word in node.keywords])
        for room in ("crawler", "xuncha")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Gate"
    ]
    assert len(calls) >= 5
    assert [name for name, words in calls if "allow_private" in words] == []
