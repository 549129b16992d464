"""The viewer in a real Chromium: quotes and boxes lead to each other, by hand and by keys; nobody is shut out; it loads in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from shutil import copytree

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from crawler.browser import launch
from tests.xuncha.web.support.served_web import ServedWeb, Watched, serve_web

pytestmark = pytest.mark.browser
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=str(launch.find_chromium().path), args=["--no-sandbox"])
        yield made
        await made.close()


@pytest_asyncio.fixture
async def served(audited: Path, tmp_path: Path) -> AsyncIterator[ServedWeb]:
    copytree(audited, tmp_path / "data")
    async with serve_web(tmp_path / "data") as web:
        yield web


def item_with_boxes(web: ServedWeb) -> str:
    """The item with the most boxed pieces of evidence."""

    def many(item: str) -> int:
        ids = [id for check in web.data.items[item]["checks"] for id in check["findings"]]
        return sum(piece["box"] is not None for id in ids for piece in web.data.findings[id]["evidence"])

    return max(web.data.items, key=many)


async def until(page: Page, expression: str) -> None:
    """Wait until that is so; asked from outside, for the page's own policy lets nothing be evaluated in it."""
    for _ in range(200):
        if await page.evaluate(expression):
            return
        await page.wait_for_timeout(100)
    raise AssertionError(expression)


async def open_item(browser: Browser, web: ServedWeb, **context: object) -> tuple[Page, Watched]:
    page = await (await web.log_in(browser, **context)).new_page()
    watch = Watched(page, web)
    await page.goto(f"{web.item_address(item_with_boxes(web))}?lang=en", wait_until="networkidle")
    return page, watch


async def test_a_quote_leads_to_its_box_and_a_box_to_its_quote(browser: Browser, served: ServedWeb) -> None:
    page, watch = await open_item(browser, served, viewport=SIZES[0])
    boxed = page.locator(".box:not(.near)").last  # the smallest, upon which no other lies
    piece = (await boxed.get_attribute("data-pieces") or "").split()[0]
    await page.locator(f"#piece-{piece} .number").click()
    await until(page, "document.querySelector('.box.now') !== null")
    stage, box = await page.locator(".stage").bounding_box(), await page.locator(".box.now .line").bounding_box()
    assert stage is not None
    assert box is not None
    assert stage["y"] <= box["y"] <= stage["y"] + stage["height"]  # scrolled to
    await page.evaluate("document.activeElement.blur()")
    several = (await boxed.get_attribute("data-pieces") or "").split()
    await boxed.click(force=True)
    assert await page.evaluate("document.activeElement.id") == f"piece-{several[1 % len(several)]}"
    shown = await page.evaluate("document.querySelector('.shot').getBBox().width")
    assert shown == float(await page.locator(".stage").first.get_attribute("data-width") or 0)
    assert watch.seen == []


async def test_the_viewer_is_worked_by_keys_that_can_be_switched_off(browser: Browser, served: ServedWeb) -> None:
    page, watch = await open_item(browser, served, viewport=SIZES[0])
    view = "document.querySelector('.panel').dataset.view"
    await page.keyboard.press("]")
    await page.wait_for_selector(".piece.now")
    first = await page.locator(".piece.now").get_attribute("data-piece")
    line = page.locator("#now-piece")  # the quote stands above its picture, and both are on the screen
    assert await page.evaluate("document.activeElement.id") == "now-piece"
    assert await line.locator("a").get_attribute("href") == f"#piece-{first}"
    seen, stage = await line.bounding_box(), await page.locator(".stage").bounding_box()
    assert seen is not None
    assert stage is not None
    assert seen["y"] >= 0
    assert stage["y"] + stage["height"] <= SIZES[0]["height"]
    await page.keyboard.press("]")
    await until(page, f"document.querySelector('.piece.now').dataset.piece !== '{first}'")
    await page.keyboard.press("[")
    await until(page, f"document.querySelector('.piece.now').dataset.piece === '{first}'")
    await page.wait_for_load_state("networkidle")
    await page.keyboard.press("b")
    assert await page.locator(".panel.no-boxes").count() == 1
    await page.keyboard.press("b")
    before = await page.evaluate(view)
    await page.keyboard.press("m")
    await until(page, f"{view} !== '{before}'")
    await page.keyboard.press("m")
    await until(page, f"{view} === '{before}'")
    await page.keyboard.press("d")
    await page.wait_for_selector(".over.minus")
    await page.keyboard.press("d")
    await page.wait_for_selector(".over.minus", state="detached")
    form = page.locator("form[action='/me/keys']")
    await page.locator("details", has=form).locator("summary").click()
    async with page.expect_navigation():
        await form.locator("button").click()
    await page.wait_for_selector(".panel")
    await page.keyboard.press("b")
    assert await page.locator(".panel.no-boxes").count() == 0
    await page.reload()
    await page.keyboard.press("b")
    assert await page.locator(".panel.no-boxes").count() == 0  # it stays off
    assert watch.seen == []


async def test_every_tab_and_comparison_is_reached_without_a_mouse(browser: Browser, served: ServedWeb) -> None:
    page, watch = await open_item(browser, served, viewport=SIZES[0])
    for tab in ("words", "html", "exchange", "timing", "replay", "picture"):
        await page.locator(f".tabs a[href*='tab={tab}']").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_selector(f".panel[data-tab='{tab}']:not([aria-busy])")
        assert await page.evaluate("document.activeElement.closest('.tabs') !== null"), tab  # the focus stays
    await page.locator("[data-beside]").focus()
    await page.keyboard.press("ArrowDown")
    await page.wait_for_selector(".pair")
    assert await page.evaluate("document.activeElement.name") == "beside"
    assert await page.locator(".stage").count() == 2
    await page.locator("a[href*='way=swipe']").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#swipe")
    before = await page.locator("#swipe-rect").get_attribute("x")
    await page.locator("#swipe").focus()
    await page.keyboard.press("ArrowRight")
    assert await page.locator("#swipe-rect").get_attribute("x") != before
    assert watch.seen == []


async def test_without_script_pictures_boxes_and_tabs_are_there(browser: Browser, served: ServedWeb) -> None:
    page, _ = await open_item(browser, served, viewport=SIZES[0], java_script_enabled=False)
    assert await page.locator(".sheet image").count() == 1
    assert await page.locator(".box").count() >= 1
    await page.locator(".tabs a[href*='tab=words']").click()
    assert await page.locator(".words").count() == 1
    assert await page.locator("button.copy:visible").count() == 0  # what only a script can do is not offered


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nobody_is_shut_out_and_nothing_scrolls_sideways(
    browser: Browser, served: ServedWeb, lang: str, theme: str
) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    item = item_with_boxes(served)
    view = next(view.id for view in served.data.views.values() if view.role == "home")
    paths = [f"/audits/{served.data.listed.id}?lang={lang}"]
    paths += [
        f"/audits/{served.data.listed.id}/items/{item}?lang={lang}&view={view}&tab={tab}"
        for tab in ("picture", "words", "exchange", "timing")
    ]
    for size in SIZES:
        page = await (await served.log_in(browser, viewport=size, color_scheme=theme, bypass_csp=True)).new_page()
        for path in paths:
            await page.goto(served.state.app_origin + path, wait_until="networkidle")
            await page.evaluate(axe)
            found = await page.evaluate(
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            )
            worst = [
                (violation["id"], violation["impact"], [node["html"][:160] for node in violation["nodes"][:3]])
                for violation in found["violations"]
                if violation["impact"] in ("serious", "critical")
            ]
            assert worst == [], (path, size)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, size)
        await page.context.close()
