"""Deciding in a real Chromium: by keys alone, by two people at once, and through a crash between typing and storing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from crawler.browser import launch
from storage.decisions import load_decisions
from storage.people.work.drafts import list_due_drafts
from tests.xuncha.keeping import kept, made
from tests.xuncha.web.support.deciding_server import DecidingServer, serve_deciding
from tests.xuncha.web.support.suggesting import suggest
from xuncha.web.views.open_subjects import is_open

pytestmark = pytest.mark.browser
URL = made().platform.url
OTHER = "https://other.example.cn/"


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=str(launch.find_chromium().path), args=["--no-sandbox"]
        )  # fmt: skip
        yield opened
        await opened.close()


@pytest_asyncio.fixture
async def served(audited: Path, tmp_path: Path) -> AsyncIterator[DecidingServer]:
    copytree(audited, tmp_path / "data")
    async with serve_deciding(tmp_path / "data") as server:
        yield server


def watch(page: Page) -> list[str]:
    """What the page complains about: refused by its policy, thrown by its script."""
    seen: list[str] = []
    page.on("pageerror", lambda fault: seen.append(str(fault)))
    page.on("console", lambda said: seen.append(said.text) if "Content Security Policy" in said.text else None)
    return seen


async def press_on(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def test_several_items_are_decided_by_keys_alone(browser: Browser, served: DecidingServer) -> None:
    audit, item = await suggest(served.store)
    page = await (await served.log_in(browser, "anna")).new_page()
    seen = watch(page)
    await page.goto(f"{served.origin}/audits/{audit.visit}/decide/{item}")
    assert await page.locator("[name=verdict]:checked").count() == 0
    await press_on(page, "a")
    assert "is stored" in await page.locator("#undo").inner_text()
    second = await page.locator("#deciding").get_attribute("data-subject")
    assert second != item
    await page.keyboard.press("3")
    await page.keyboard.press("r")
    await page.keyboard.type("looked everywhere: a 1 j n u change nothing here")
    await press_on(page, "Control+Enter")
    third = await page.locator("#deciding").get_attribute("data-subject")
    assert third not in (item, second)
    await press_on(page, "u")
    assert await page.locator("#deciding").get_attribute("data-subject") == second
    assert await page.locator("#reason").input_value() == "looked everywhere: a 1 j n u change nothing here"
    await page.keyboard.press("?")
    assert await page.locator("#keys-help dl").is_visible()
    await page.keyboard.press("/")
    assert await page.evaluate("document.activeElement.id") == "subject-search"
    await page.keyboard.press("Escape")
    await press_on(page, "Control+Enter")
    await press_on(page, "k")
    assert await page.locator("#deciding").get_attribute("data-subject") != third
    await press_on(page, "n")
    decided = await load_decisions(served.store, URL)
    assert [(decision.item, decision.agreed) for decision in decided.items] == [(item, True)]
    assert [draft.subject for draft in await list_due_drafts(served.store, None)] == [second]
    assert seen == []


async def test_all_that_is_open_is_decided_by_few_keys(browser: Browser, served: DecidingServer) -> None:
    """The walk of an assessor through a whole platform: one key where the suggestion holds, else a verdict, a house phrase, and on."""
    audit, _ = await suggest(served.store)
    page = await (await served.log_in(browser, "anna")).new_page()
    seen = watch(page)
    await page.goto(f"{served.origin}/audits/{audit.visit}")
    await press_on(page, "n")
    keys: dict[str, int] = {}
    while await page.locator(".deciding-head", has_text="still open").count():
        subject = await page.locator("#deciding").get_attribute("data-subject")
        assert subject is not None
        assert subject not in keys, f"{subject} is open still"
        if await page.locator("#agree-form").count():
            await press_on(page, "a")
            keys[subject] = 1
            continue
        for key in ("1", "5"):
            await page.keyboard.press(key)
        assert await page.locator("#reason").input_value() != ""
        await press_on(page, "Control+Enter")
        keys[subject] = 3
        if await page.locator(".doubts").count():
            await page.keyboard.type("so it is")  # the question asked has the keys
            await press_on(page, "Control+Enter")
            keys[subject] += 2
    assert len(keys) > 30
    assert {verdict.item for verdict in audit.verdicts if is_open(verdict)} <= set(keys)
    assert sum(keys.values()) <= 3.5 * len(keys)
    assert seen == []


async def test_agreement_with_many_platforms_is_taken_back_by_a_key(browser: Browser, served: DecidingServer) -> None:
    site = made()
    await kept(served.store, replace(site, platform=replace(site.platform, url=OTHER)))
    _, item = await suggest(served.store, URL)
    await suggest(served.store, OTHER)
    page = await (await served.log_in(browser, "anna")).new_page()
    seen = watch(page)

    async def agree() -> None:
        await page.goto(f"{served.origin}/items/{item}")
        await page.locator(".choose-all").check()
        async with page.expect_navigation():
            await page.locator(".batch-group button.primary").first.click()
        assert len(await list_due_drafts(served.store, None)) == 2

    await agree()
    await page.locator("#undo-batch").wait_for()
    await page.keyboard.press("Control+u")  # the browser's own
    assert len(await list_due_drafts(served.store, None)) == 2
    await press_on(page, "u")
    assert "Taken back on 2 platform(s)" in await page.inner_text("main")
    assert await page.locator("#undo-batch").count() == 0
    assert await list_due_drafts(served.store, None) == ()
    await page.keyboard.press("u")  # nothing is left to be taken back
    assert await list_due_drafts(served.store, None) == ()
    await agree()
    await page.clock.install()
    await page.reload()
    await page.locator("#undo-batch").wait_for()
    await page.clock.fast_forward(61_000)
    await page.locator("#undo-batch").wait_for(state="detached")
    await page.keyboard.press("u")  # the time for it is over
    await page.goto(f"{served.origin}/items/{item}")
    decided = [item for url in (URL, OTHER) for item in (await load_decisions(served.store, url)).items]
    assert len([*await list_due_drafts(served.store, None), *decided]) == 2
    assert seen == []


async def test_two_people_at_once_lose_nothing_and_do_not_see_each_other(
    browser: Browser, served: DecidingServer
) -> None:
    audit, _ = await suggest(served.store)
    items = [verdict.item for verdict in audit.verdicts if is_open(verdict)][:3]
    pages = {name: await (await served.log_in(browser, name)).new_page() for name in served.secrets}
    for item in items:
        for name, page in pages.items():
            await page.goto(f"{served.origin}/audits/{audit.visit}/decide/{item}")
            await page.keyboard.press("1" if name == "anna" else "3")
            await page.locator("#reason").fill(f"{name} on {item}")
        other = await pages["bela"].locator("#deciding").inner_text()
        assert f"anna on {item}" not in other
        for page in pages.values():
            await page.locator("#reason").focus()
            await press_on(page, "Control+Enter")
            if await page.locator(".doubts").count():
                await page.locator("[name=why]").fill("so it is")
                await press_on(page, "Control+Enter")
    waiting = {(draft.subject, draft.body["reason"]) for draft in await list_due_drafts(served.store, None)}
    stored = {
        (decision.item, decision.reason.split("\n")[0]) for decision in (await load_decisions(served.store, URL)).items
    }
    assert waiting | stored == {(item, f"{name} on {item}") for item in items for name in pages}


async def test_one_person_in_two_windows_sees_both_texts(browser: Browser, served: DecidingServer) -> None:
    audit, item = await suggest(served.store)
    context = await served.log_in(browser, "anna")
    one, other = [await context.new_page() for _ in range(2)]
    for page in (one, other):
        await page.goto(f"{served.origin}/audits/{audit.visit}/decide/{item}")
    await one.locator("#reason").fill("typed in the first window")
    await one.locator("#reason").blur()
    await one.locator("#kept", has_text="Draft kept").wait_for()
    await other.locator("#reason").fill("typed in the second window")
    await other.locator("#reason").blur()
    await other.locator("#stale").wait_for()
    assert await other.locator("#stale-text").input_value() == "typed in the first window"
    assert await other.locator("#reason").input_value() == "typed in the second window"
    await other.locator("#stale-take").click()
    assert await other.locator("#reason").input_value() == "typed in the first window"


async def test_a_crash_of_server_and_browser_between_typing_and_storing_loses_nothing(
    browser: Browser, served: DecidingServer
) -> None:
    audit, item = await suggest(served.store)
    address = f"{served.origin}/audits/{audit.visit}/decide/{item}"
    context = await served.log_in(browser, "anna")
    page = await context.new_page()
    await page.goto(address)
    await page.keyboard.press("1")
    await page.locator("#reason").fill("kept before the crash")
    await page.locator("#reason").blur()
    await page.locator("#kept", has_text="Draft kept").wait_for()
    await served.stop()
    await page.locator("#reason").fill("typed while the server is away")
    await page.locator("#reason").blur()
    await page.locator("#kept", has_text="server is away").wait_for()
    await page.close()
    await served.start()
    again = await context.new_page()
    await again.goto(address)
    assert await again.locator("#reason").input_value() == "typed while the server is away"
    await again.locator("#kept", has_text="Draft kept").wait_for()
    held = "localStorage.setItem(`xuncha.draft.${audit}.${item}`, said)"
    typed = {"verdict": "pass", "reason": "typed while the server is away"}
    audit_name = await again.locator("#deciding").get_attribute("data-audit")
    await again.evaluate(f"([audit, item, said]) => {held}", [audit_name, item, json.dumps(typed)])
    await again.reload()  # as where a draft arrived after its page was left: it is held here too
    await again.locator("#kept", has_text="Draft kept").wait_for()
    elsewhere = await (await served.log_in(browser, "anna")).new_page()
    await elsewhere.goto(address)
    assert await elsewhere.locator("#reason").input_value() == "typed while the server is away"
    assert await elsewhere.locator("[name=verdict]:checked").input_value() == "pass"
    await served.stop()
    async with elsewhere.expect_event("requestfailed"):  # on leaving the field
        await elsewhere.locator("#reason").fill("typed before the server is back")
        await elsewhere.locator("#reason").blur()
    for _ in range(2):  # what was typed is sent after some seconds, and again while nobody answers
        await elsewhere.wait_for_event("requestfailed")
    await served.start()
    await elsewhere.locator("#kept", has_text="Draft kept").wait_for()  # by itself
