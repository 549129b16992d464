"""A hostile shop's evidence in a real Chromium: nothing of it runs, speaks, loads or leaves, on either host."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from crawler.browser import launch
from tests.xuncha.web.support.hostile_shop import BAIT, store_hostile_shop
from tests.xuncha.web.support.served_web import LISTEN, ServedWeb, Watched, has_run, serve_web
from xuncha.web.evidence.signed_address import sign_address

pytestmark = pytest.mark.browser
TABS = ("picture", "words", "html", "exchange", "timing", "replay")


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=str(launch.find_chromium().path), args=["--no-sandbox"])
        yield made
        await made.close()


@pytest_asyncio.fixture
async def hostile(tmp_path: Path) -> AsyncIterator[tuple[ServedWeb, dict[str, str]]]:
    shas = await store_hostile_shop(tmp_path / "data")
    async with serve_web(tmp_path / "data") as web:
        yield web, shas


async def test_nothing_of_a_shop_runs_on_our_pages(browser: Browser, hostile: tuple[ServedWeb, dict[str, str]]) -> None:
    web, _ = hostile
    context = await web.log_in(browser)
    page = await context.new_page()
    await page.add_init_script(LISTEN)
    watch = Watched(page, web)
    data = web.data
    item = next(id for id, item in data.items.items() if any(check["findings"] for check in item["checks"]))
    paths = [
        f"/audits/{data.listed.id}",
        f"/audits/{data.listed.id}?q=script",
        f"/audits/{data.listed.id}/items/{item}",
    ]
    view = next(view.id for view in data.views.values() if view.role == "home")
    paths += [f"/audits/{data.listed.id}/items/{item}?view={view}&tab={tab}" for tab in TABS]
    for path in paths:
        await page.goto(web.state.app_origin + path, wait_until="networkidle")
        assert await page.locator("main h1").count() == 1, path
        assert not await has_run(page), path
        text = await page.locator("main").inner_text()
        assert not {"\u202e", "\u2066"} & set(text), path
    assert watch.seen == []
    assert page.url.startswith(web.state.app_origin)


async def test_a_replayed_page_is_shown_and_is_dead(
    browser: Browser, hostile: tuple[ServedWeb, dict[str, str]]
) -> None:
    web, _ = hostile
    page = await (await web.log_in(browser)).new_page()
    await page.add_init_script(LISTEN)
    watch = Watched(page, web)
    item = next(iter(web.data.items))
    view = next(view.id for view in web.data.views.values() if view.role == "home")
    await page.goto(f"{web.item_address(item)}?view={view}&tab=replay", wait_until="networkidle")
    frame = page.frame_locator("iframe.replay")
    assert "shown words" in await frame.locator("body").inner_text()
    await frame.locator("body").click(force=True)
    await frame.locator("a").first.click(force=True)
    await page.wait_for_timeout(300)
    assert not await has_run(page)
    inner = next(frame for frame in page.frames if "/replay/" in frame.url)
    assert await inner.evaluate("window.origin") == "null"
    assert watch.seen == []


async def test_evidence_opened_by_itself_runs_nothing(
    browser: Browser, hostile: tuple[ServedWeb, dict[str, str]]
) -> None:
    """A person who opens an address of the host of evidence in a window of its own is as safe as in ours."""
    web, shas = hostile
    context = await web.log_in(browser)
    view = next(view for view in web.data.views.values() if view.role == "home")
    visit = web.data.listed.visit
    addresses = [
        sign_address(web.state, "body", shas[name])
        for name in ("draw.svg", "page.png", "run.js", "form.pdf", "feed.xml")
    ]
    addresses += [sign_address(web.state, "text", visit, view.id, part) for part in ("html", "text")]
    addresses += [
        sign_address(web.state, "replay", visit, view.id),
        sign_address(web.state, "picture", view.screenshot),
    ]
    for address in addresses:
        page = await context.new_page()
        watch = Watched(page, web)
        await page.goto(address, wait_until="load")
        await page.wait_for_timeout(150)
        # A sandboxed page runs no script, ours neither; what it would have set is asked from outside its world.
        assert page.url == address
        assert watch.seen == [], address
        assert await page.evaluate("window.ran === undefined && top.ran === undefined"), address
        await page.close()
    cookies = await context.cookies(web.state.evidence_origin)
    assert cookies == []


async def test_no_other_site_may_frame_or_read_evidence(
    browser: Browser, hostile: tuple[ServedWeb, dict[str, str]], tmp_path: Path
) -> None:
    web, _ = hostile
    view = next(view for view in web.data.views.values() if view.screenshot)
    replay = sign_address(web.state, "replay", web.data.listed.visit, view.id)
    words = sign_address(web.state, "text", web.data.listed.visit, view.id, "text")
    page = await (await browser.new_context()).new_page()
    other = tmp_path / "other.html"
    other.write_text(f"<!doctype html><iframe id=f src='{replay}'></iframe>", "utf-8")
    await page.goto(other.as_uri(), wait_until="load")
    await page.wait_for_timeout(200)
    for frame in page.frames[1:]:
        assert "shown words" not in await frame.content()
    read = await page.evaluate(f"fetch('{words}').then(each => each.text(), () => 'refused')")
    assert read == "refused"
    assert BAIT not in page.url
