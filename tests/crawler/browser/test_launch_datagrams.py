"""WebRTC and WebTransport, which go round proxies by nature, send nothing to what the gate refuses."""

import pytest

from crawler.browser.launch import Executable, launch_arguments
from tests.crawler.network.proxied_browsers import (
    BINARIES,
    closed,
    installed,
    opened,
    page_and_target,
    start_playwright,
    visit,
)

pytestmark = pytest.mark.browser

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
    return installed(request.param)


@pytest.mark.parametrize("way", sorted(ICE_WAYS))
async def test_webrtc_reaches_no_refused_address(executable: Executable, way: str) -> None:
    body = ICE.replace("{ice}", ICE_WAYS[way])
    async with page_and_target(body) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_function("document.title === 'done'", timeout=30_000)
        assert target.heard == []


@pytest.mark.parametrize("way", sorted(ICE_WAYS))
async def test_webrtc_would_arrive_without_the_gate(executable: Executable, way: str) -> None:
    body = ICE.replace("{ice}", ICE_WAYS[way])
    bare = [switch for switch in launch_arguments(executable.headless_shell) if switch.startswith("--headless")]
    async with page_and_target(body) as (source, target), start_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable.path, args=bare)
        await (await browser.new_page()).goto(f"http://127.0.0.1:{source.port}/", wait_until="commit")
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
        page = await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
        assert await page.evaluate(gather) == []


WEB_TRANSPORT = """<script>
new WebTransport('https://{t}/').ready.catch(error => {{ document.title = 'done' }});
</script>"""


async def test_web_transport_sends_nothing(executable: Executable) -> None:
    async with page_and_target(WEB_TRANSPORT) as (source, target), closed(source.place) as gate:
        async with opened(executable, gate) as browser:
            page = await visit(browser, gate, f"http://127.0.0.1:{source.port}/")
            await page.wait_for_function("document.title === 'done'", timeout=30_000)
        assert target.heard == []


async def test_web_transport_would_arrive_without_the_gate(executable: Executable) -> None:
    async with page_and_target(WEB_TRANSPORT) as (source, target), start_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable.path)
        await (await browser.new_page()).goto(f"http://127.0.0.1:{source.port}/", wait_until="commit")
        assert await target.wait(20)
        assert "udp" in target.heard
        await browser.close()
