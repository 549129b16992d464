"""Accounts in a real Chromium: passkeys of its own authenticator, every page read by axe, and names that would like to be scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from crawler.browser import launch
from tests.xuncha.web.support.listening_web import find_serious_faults, listen_web
from tests.xuncha.web.support.web_client import PASSWORD, Web

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=window.ran=1><script>window.ran=1</script>\u202e"
PAGES = ("/login", "/me", "/people", "/people/1", "/log?check=1", "/prove", "/nowhere")


@pytest.fixture
async def web(audited: Path, tmp_path: Path) -> AsyncIterator[Web]:
    async with listen_web(tmp_path / "data", audited) as opened:
        yield opened


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(launch.find_chromium().path), args=["--no-sandbox"]
        )
        yield browser
        await browser.close()


async def log_in(page: Page, web: Web, name: str) -> None:
    await page.goto(f"{web.state.app_origin}/login?lang=en")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.press("[name=password]", "Enter")
    await page.wait_for_url(f"{web.state.app_origin}/")


async def with_authenticator(context: BrowserContext) -> Page:
    """A page in a browser whose device knows its person."""
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return page


async def test_a_passkey_is_made_and_used_and_proves(web: Web, chromium: Browser) -> None:
    context = await chromium.new_context()
    page, origin = await with_authenticator(context), web.state.app_origin
    faults: list[str] = []
    page.on("pageerror", lambda event: faults.append(str(event)))
    page.on("console", lambda event: faults.append(event.text) if event.type == "error" else None)
    await log_in(page, web, "lead")
    await page.goto(f"{origin}/me")
    await page.fill("[data-passkey] [name=name]", "office computer")
    await page.click("[data-passkey] button")
    await page.wait_for_url(f"{origin}/me#passkeys")
    assert await page.get_by_text("office computer").count()
    await page.click("header form button")
    await page.wait_for_url(f"{origin}/login")
    await page.click("[data-passkey] button")
    await page.wait_for_url(f"{origin}/")
    await page.goto(f"{origin}/prove?back=/me")
    await page.click("[data-passkey] button")
    await page.wait_for_url(f"{origin}/me")
    assert faults == []
    await context.close()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "light", 1366), ("zh", "dark", 390)])
async def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    web: Web, chromium: Browser, lang: str, scheme: str, width: int
) -> None:
    await web.post("admin", "/me/tokens", name="daily figures", rights=["see", "city"], scope="", days="30")
    await web.post("admin", f"/people/{web.accounts['viewer'].id}/close")
    context = await chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page, wrong = await context.new_page(), {}
    await log_in(page, web, "admin")
    for path in PAGES:
        joint = "&" if "?" in path else "?"
        await page.goto(f"{web.state.app_origin}{path}{joint}lang={lang}")
        faults = await find_serious_faults(page)
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("wider than the screen")
        if faults:
            wrong[path] = faults
    assert wrong == {}
    await context.close()


async def test_names_are_names(web: Web, chromium: Browser) -> None:
    await web.post("viewer", "/me", shown=HOSTILE, lang="en")
    await web.post("admin", "/people", name=HOSTILE, shown=HOSTILE, role="viewer", scope=HOSTILE)
    context = await chromium.new_context()
    page = await context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda event: dialogs.append(event.message))
    await log_in(page, web, "admin")
    for path in ("/people", "/log", f"/people/{web.accounts['viewer'].id}"):
        await page.goto(f"{web.state.app_origin}{path}")
        assert await page.evaluate("window.ran === undefined")
        assert await page.locator("main img, main script").count() == 0
    assert dialogs == []
    await context.close()
