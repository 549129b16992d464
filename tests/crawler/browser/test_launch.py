"""A page in a real Chromium reaches nothing the gate refuses, by any way a page has; and the same page would otherwise."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from crawler.browser.admission import admit_context
from crawler.browser.launch import CONTEXT_DEFAULTS, Executable, launch_arguments
from crawler.network.proxy import LIMITS, FailureKind, Gate
from tests.crawler.network.counting_listeners import http, listen
from tests.crawler.network.proxied_browsers import (
    BINARIES,
    closed,
    installed,
    open_gate,
    opened,
    page_and_target,
    start_playwright,
    until,
    visit,
)

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


@pytest.fixture(params=sorted(BINARIES))
def executable(request: pytest.FixtureRequest) -> Executable:
    return installed(request.param)


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.browser
async def test_no_way_leads_to_a_refused_address(executable: Executable, way: str) -> None:
    async with page_and_target(WAYS[way]) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
            await until(lambda: any(one.port == target.port for one in gate.refusals))
        assert target.heard == []
        assert {one.refused for one in gate.refusals} == {"loopback"}


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.browser
async def test_every_way_arrives_when_allowed(executable: Executable, way: str) -> None:
    async with page_and_target(WAYS[way]) as (source, target), open_gate() as gate, opened(executable, gate) as browser:
        await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
        assert await target.wait(15)
        await until(lambda: any(one.port == target.port and one.failure is None for one in gate.connections))


PRECONNECT = "<link rel=preconnect href='https://{t}/'><p>page"


@asynccontextmanager
async def with_profile(executable: Executable, gate: Gate, *more: str) -> AsyncIterator[Page]:
    """A page in a profile kept on disk: there Chromium preconnects and pre-resolves, in a passing context it does not."""
    async with start_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            "",
            executable_path=executable.path,
            args=[*launch_arguments(executable.headless_shell), *more],
            proxy={"server": gate.url, "bypass": "<-loopback>"},
        )
        await admit_context(context, gate)
        yield await context.new_page()
        await context.close()


@pytest.mark.browser
async def test_preconnect_reaches_no_refused_address(executable: Executable) -> None:
    async with page_and_target(PRECONNECT) as (source, target), closed(source.place) as gate:
        async with with_profile(executable, gate) as page:
            await page.goto(f"http://127.0.0.1:{source.port}/")
            if not executable.headless_shell:  # the shell has no preconnecting at all
                await until(lambda: any(one.port == target.port for one in gate.refusals))
        async with opened(executable, gate) as browser:
            page = await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_load_state("load")
        assert target.heard == []


@pytest.mark.browser
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


@pytest.mark.browser
async def test_names_are_never_looked_up_by_the_browser(executable: Executable, tmp_path: Path) -> None:
    """Chromium's own net log names every look-up it hands to a resolver; the name rules leave none to hand on."""
    body = "<link rel=dns-prefetch href='http://early.localhost/'><img src='http://late.localhost/'><p>page"
    handed_on = {}
    for name, proxied, switches in (
        ("guarded", True, launch_arguments(executable.headless_shell)),
        ("bare", False, ()),
    ):
        log = tmp_path / f"{name}.json"
        async with page_and_target(body) as (source, _), closed(source.place) as gate, start_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                "",
                executable_path=executable.path,
                args=[*switches, f"--log-net-log={log}"],
                proxy={"server": gate.url, "bypass": "<-loopback>"} if proxied else None,
            )
            if proxied:
                await admit_context(context, gate)
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


@pytest.mark.browser
async def test_a_refused_page_is_told_from_a_broken_one(executable: Executable) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        if host == "private.example":
            return ["10.0.0.1"]
        raise OSError("no such name")

    async with Gate(resolve=resolve) as gate, opened(executable, gate) as browser:
        context = await browser.new_context(**CONTEXT_DEFAULTS)
        await admit_context(context, gate)
        page = await context.new_page()
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


@pytest.mark.browser
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
            page = await visit(browser, gate, url)
            assert await page.title() == "public"
            now[:] = ["127.0.0.1"]
            status = "fetch('/again', {cache: 'no-store'}).then(answer => answer.status, error => String(error))"
            assert await page.evaluate(status) == 403
        assert private.heard == []


@pytest.mark.browser
async def test_the_browser_goes_nowhere_on_its_own(executable: Executable) -> None:
    """What it still tries ends at the gate, at names that never exist."""
    async with page_and_target("") as (source, _), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_timeout(
                2000
            )  # errands of a start come within the first seconds; nothing announces them
        assert {one.host for one in gate.connections if not one.host.endswith(".invalid")} == {"127.0.0.1"}


@pytest.mark.browser
def test_real_versions_are_read(executable: Executable) -> None:
    assert int(executable.version().split(".")[0]) > 100


def features_off(pid: int) -> list[set[str]]:
    """What each such switch of a running browser names, in order."""
    words = Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    return [set(word.partition("=")[2].split(",")) for word in words if word.startswith("--disable-features=")]


@pytest.mark.browser
async def test_what_playwright_turns_off_stays_off(executable: Executable) -> None:
    """Chromium obeys the last of two such switches: ours must say all that Playwright's does."""
    async with closed() as gate, opened(executable, gate) as browser:
        session = await browser.new_browser_cdp_session()
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        (main,) = [process["id"] for process in processes if process["type"] == "browser"]
        said = features_off(int(main))
    assert len(said) == 2
    assert said[0] < said[1]
