"""A page in a real Chromium reaches nothing the gate refuses, by any way a page has; and the same page would otherwise."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.chromium import CONTEXT_DEFAULTS, Executable, NoBrowser, find, launch, launch_arguments, sandbox_state
from crawler.gate import LIMITS, FailureKind, Gate
from tests.crawler.gate_helpers import Ear, http, listen, path_of

BINARIES = {"headless_shell": Path("/usr/bin/chromium-headless-shell"), "full": Path("/usr/bin/chromium")}

# How a page can try to reach a place: the page's body for each way, with {t} as host and port.
WAYS = {
    "redirect": "<script>location.href = '/redirect'</script>",
    "navigation": "<script>location.href = 'http://{t}/'</script>",
    "meta refresh": "<meta http-equiv=refresh content='0;url=http://{t}/'>",
    "img": "<img src='http://{t}/a.png'>",
    "iframe": "<iframe src='http://{t}/'></iframe>",
    "fetch": "<script>fetch('http://{t}/', {{mode: 'no-cors'}})</script>",
    "post": "<script>fetch('http://{t}/', {{method: 'POST', body: 'x', mode: 'no-cors'}})</script>",
    "beacon": "<script>navigator.sendBeacon('http://{t}/', 'x')</script>",
    "prefetch": "<link rel=prefetch href='http://{t}/'>",
    "speculation": '<script type=speculationrules>{{"prerender": [{{"urls": ["/redirect"]}}]}}</script>',
    "style": "<style>body {{ background: url(http://{t}/a.png) }}</style>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://{t}/')\"])))</script>",
    "event source": "<script>new EventSource('http://{t}/')</script>",
    "websocket": "<script>new WebSocket('ws://{t}/')</script>",
    "tls websocket": "<script>new WebSocket('wss://{t}/')</script>",
}
ICE = """<script>
const pc = new RTCPeerConnection({{iceServers: [{{urls: '{ice}', username: 'u', credential: 'c'}}]}});
pc.createDataChannel('x');
pc.onicegatheringstatechange = () => {{ if (pc.iceGatheringState === 'complete') document.title = 'done' }};
pc.createOffer().then(offer => pc.setLocalDescription(offer));
</script>"""
ICE_WAYS = {
    "stun": "stun:{t}",
    "turn": "turn:{t}?transport=udp",
    "turn tcp": "turn:{t}?transport=tcp",
    "turns": "turns:{t}?transport=tcp",
}


@pytest.fixture(params=sorted(BINARIES))
def executable(request: pytest.FixtureRequest) -> Executable:
    path = BINARIES[request.param]
    if not path.exists():
        pytest.skip(f"{path} is not installed")
    return find(path)


async def nobody(host: str, port: int) -> list[str]:
    """A resolver that knows no name, so that no test asks a real one."""
    raise OSError(f"no such name: {host}")


def closed(*places: tuple[str, int]) -> Gate:
    """A gate that lets the page's own server through and nothing else."""
    return Gate(consented=places, resolve=nobody)


def open_gate() -> Gate:
    """A gate that lets all of loopback through, for the controls."""
    return Gate(allow_private=True, resolve=nobody)


@asynccontextmanager
async def opened(executable: Executable, gate: Gate) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright, executable, gate)
        try:
            yield browser
        finally:
            await browser.close()


async def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for a condition that no event announces."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.02)


@asynccontextmanager
async def page_and_target(body: str) -> AsyncIterator[tuple[Ear, Ear]]:
    """A page server and the target its page tries to reach."""
    async with listen(lambda head: http("reached")) as target:
        place = f"127.0.0.1:{target.port}"

        def reply(head: bytes) -> bytes:
            if path_of(head) == "/redirect":
                return http("", status="302 Found", Location=f"http://{place}/")
            return http("<!doctype html><title>page</title>" + body.format(t=place))

        async with listen(reply) as page:
            yield page, target


async def visit(browser: Browser, url: str) -> Page:
    page = await (await browser.new_context(**CONTEXT_DEFAULTS)).new_page()
    await page.goto(url, wait_until="commit")
    return page


@pytest.mark.parametrize("way", sorted(WAYS))
async def test_no_way_leads_to_a_refused_address(executable: Executable, way: str) -> None:
    async with page_and_target(WAYS[way]) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            await visit(browser, f"http://127.0.0.1:{source.port}/")
            await until(lambda: any(one.port == target.port for one in gate.refusals))
        assert target.heard == []
        assert {one.refused for one in gate.refusals} == {"loopback"}


@pytest.mark.parametrize("way", sorted(WAYS))
async def test_every_way_arrives_when_allowed(executable: Executable, way: str) -> None:
    async with page_and_target(WAYS[way]) as (source, target), open_gate() as gate, opened(executable, gate) as browser:
        await visit(browser, f"http://127.0.0.1:{source.port}/")
        assert await target.wait(15)
        await until(lambda: any(one.port == target.port and one.failure is None for one in gate.connections))


@pytest.mark.parametrize("way", sorted(ICE_WAYS))
async def test_webrtc_reaches_no_refused_address(executable: Executable, way: str) -> None:
    body = ICE.replace("{ice}", ICE_WAYS[way])
    async with page_and_target(body) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_function("document.title === 'done'", timeout=30_000)
        assert target.heard == []


@pytest.mark.parametrize("way", sorted(ICE_WAYS))
async def test_webrtc_would_arrive_without_the_gate(executable: Executable, way: str) -> None:
    body = ICE.replace("{ice}", ICE_WAYS[way])
    bare = [switch for switch in launch_arguments(executable.headless_shell) if switch.startswith("--headless")]
    async with page_and_target(body) as (source, target), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable.path, args=bare)
        await visit(browser, f"http://127.0.0.1:{source.port}/")
        assert await target.wait(20)
        await browser.close()


async def test_webrtc_shows_no_address_of_this_machine(executable: Executable) -> None:
    gather = """() => new Promise(done => {
        const pc = new RTCPeerConnection(), found = [];
        pc.createDataChannel('x');
        pc.onicecandidate = event => event.candidate ? found.push(event.candidate.candidate) : done(found);
        pc.createOffer().then(offer => pc.setLocalDescription(offer));
    })"""
    async with page_and_target("") as (source, _), closed(source.place) as gate, opened(executable, gate) as browser:
        page = await visit(browser, f"http://127.0.0.1:{source.port}/")
        assert await page.evaluate(gather) == []


WEB_TRANSPORT = """<script>
new WebTransport('https://{t}/').ready.catch(error => {{ document.title = 'done' }});
</script>"""


async def test_web_transport_sends_nothing(executable: Executable) -> None:
    async with page_and_target(WEB_TRANSPORT) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_function("document.title === 'done'", timeout=30_000)
        assert target.heard == []


async def test_web_transport_would_arrive_without_the_gate(executable: Executable) -> None:
    async with page_and_target(WEB_TRANSPORT) as (source, target), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable.path)
        await visit(browser, f"http://127.0.0.1:{source.port}/")
        assert await target.wait(20)
        assert "udp" in target.heard
        await browser.close()


PRECONNECT = "<link rel=preconnect href='https://{t}/'><p>page"


@asynccontextmanager
async def with_profile(executable: Executable, gate: Gate, *more: str) -> AsyncIterator[Page]:
    """A page in a profile kept on disk: there Chromium preconnects and pre-resolves, in a passing context it does not."""
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            "",
            executable_path=executable.path,
            args=[*launch_arguments(executable.headless_shell), *more],
            proxy={"server": gate.url, "bypass": "<-loopback>"},
        )
        yield await context.new_page()
        await context.close()


async def test_preconnect_reaches_no_refused_address(executable: Executable) -> None:
    async with page_and_target(PRECONNECT) as (source, target), closed(source.place) as gate:
        async with with_profile(executable, gate) as page:
            await page.goto(f"http://127.0.0.1:{source.port}/")
            if not executable.headless_shell:  # the shell has no preconnecting at all
                await until(lambda: any(one.port == target.port for one in gate.refusals))
        async with opened(executable, gate) as browser:
            page = await visit(browser, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_load_state("load")
        assert target.heard == []


async def test_preconnect_arrives_when_allowed(executable: Executable) -> None:
    if executable.headless_shell:
        pytest.skip("the headless shell has no preconnecting")
    async with (
        page_and_target(PRECONNECT) as (source, target),
        open_gate() as gate,
        with_profile(executable, gate) as page,
    ):
        await page.goto(f"http://127.0.0.1:{source.port}/")
        assert await target.wait(15)


async def test_names_are_never_looked_up_by_the_browser(executable: Executable, tmp_path: Path) -> None:
    """Chromium's own net log names every look-up it hands to a resolver; the name rules leave none to hand on."""
    body = "<link rel=dns-prefetch href='http://early.localhost/'><img src='http://late.localhost/'><p>page"
    handed_on = {}
    for name, proxied, switches in (
        ("guarded", True, launch_arguments(executable.headless_shell)),
        ("bare", False, ()),
    ):
        log = tmp_path / f"{name}.json"
        async with page_and_target(body) as (source, _), closed(source.place) as gate, async_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                "",
                executable_path=executable.path,
                args=[*switches, f"--log-net-log={log}"],
                proxy={"server": gate.url, "bypass": "<-loopback>"} if proxied else None,
            )
            page = await context.new_page()
            await page.goto(f"http://127.0.0.1:{source.port}/")
            await context.close()
        handed_on[name] = looked_up(log)
    assert "http://late.localhost" in handed_on["bare"]
    assert handed_on["guarded"] == set()


def looked_up(log: Path) -> set[str]:
    """The hosts of a net log whose names Chromium set out to resolve."""
    kept = json.loads(log.read_text("utf-8"))
    kinds = {
        kept["constants"]["logEventTypes"][name]
        for name in ("HOST_RESOLVER_MANAGER_REQUEST", "HOST_RESOLVER_MANAGER_JOB")
    }
    hosts = {
        str(event["params"]["host"])
        for event in kept["events"]
        if event["type"] in kinds and "host" in event.get("params", {})
    }
    return {host for host in hosts if "localhost" in host}


async def test_a_refused_page_is_told_from_a_broken_one(executable: Executable) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        if host == "private.example":
            return ["10.0.0.1"]
        raise OSError("no such name")

    async with Gate(resolve=resolve) as gate, opened(executable, gate) as browser:
        page = await (await browser.new_context(**CONTEXT_DEFAULTS)).new_page()
        answer = await page.goto("http://private.example/")
        assert answer is not None
        assert answer.status == 403
        assert answer.headers["x-xuncha-gate"] == "refused; private"
        with pytest.raises(PlaywrightError, match="ERR_TUNNEL_CONNECTION_FAILED"):
            await page.goto("https://gone.example/")
        refused, gone = gate.failure("private.example", 80), gate.failure("gone.example", 443)
        assert refused is not None
        assert refused.kind is FailureKind.REFUSED
        assert gone is not None
        assert gone.kind is FailureKind.DNS


async def test_a_page_that_rebinds_its_name_gets_nothing(executable: Executable) -> None:
    """127.0.0.2, consented, stands for the public address of the name; then it says 127.0.0.1."""
    now = ["127.0.0.2"]

    async def resolve(host: str, port: int) -> list[str]:
        return now

    async with (
        listen(lambda head: http("<title>public</title>", Connection="close"), host="127.0.0.2") as public,
        listen(lambda head: http("<title>private</title>"), port=public.port) as private,
    ):
        limits = replace(LIMITS, dns_cache_seconds=0.0)
        async with (
            Gate(consented={public.place}, resolve=resolve, limits=limits) as gate,
            opened(executable, gate) as browser,
        ):
            url = f"http://rebinds.example:{public.port}/"
            page = await visit(browser, url)
            assert await page.title() == "public"
            now[:] = ["127.0.0.1"]
            status = "fetch('/again', {cache: 'no-store'}).then(answer => answer.status, error => String(error))"
            assert await page.evaluate(status) == 403
        assert private.heard == []


async def test_the_browser_goes_nowhere_on_its_own(executable: Executable) -> None:
    """What it still tries ends at the gate, at names that never exist."""
    async with page_and_target("") as (source, _), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_timeout(
                2000
            )  # errands of a start come within the first seconds; nothing announces them
        assert {one.host for one in gate.connections if not one.host.endswith(".invalid")} == {"127.0.0.1"}


def program(folder: Path, name: str, says: str = "Chromium 1.2.3.4") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with an empty PATH and an empty browser cache."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "cache"))
    monkeypatch.delenv("XUNCHA_CHROMIUM", raising=False)
    return tmp_path


def test_without_a_browser_one_line_says_what_to_run(bare_machine: Path) -> None:
    with pytest.raises(NoBrowser, match="apt-get install chromium-headless-shell") as raised:
        find()
    assert "\n" not in str(raised.value)


def test_the_search_goes_from_configured_to_path_to_cache(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = bare_machine / "cache"
    program(cache, "chromium_headless_shell-900/chrome-linux/headless_shell")
    newest = program(cache, "chromium_headless_shell-1200/chrome-headless-shell-linux64/chrome-headless-shell")
    assert find() == Executable(newest, "playwright", True)
    full = program(bare_machine / "bin", "chromium")
    assert find() == Executable(full, "path", False)
    shell = program(bare_machine / "bin", "chromium-headless-shell")
    assert find() == Executable(shell, "path", True)
    own = program(bare_machine, "mine")
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(own))
    assert find() == Executable(own, "configured", False)
    other = program(bare_machine, "other")
    assert find(other) == Executable(other, "configured", False)


def test_a_configured_browser_that_is_not_there_is_no_reason_to_take_another(bare_machine: Path) -> None:
    program(bare_machine / "bin", "chromium")
    with pytest.raises(NoBrowser, match="nowhere"):
        find(bare_machine / "nowhere")


def test_the_version_is_the_programs_own(tmp_path: Path) -> None:
    assert find(program(tmp_path, "chromium", "Chromium 156.0.8078.79 built on x")).version() == "156.0.8078.79"
    with pytest.raises(NoBrowser, match="does not say its version"):
        find(program(tmp_path, "broken", "oops")).version()


def test_real_versions_are_read(executable: Executable) -> None:
    assert int(executable.version().split(".")[0]) > 100


def test_the_sandbox_is_off_for_root_only() -> None:
    assert sandbox_state().on == (os.geteuid() != 0)
    assert sandbox_state().why
