"""axe on every page that a person can open, in both languages, light and dark, on a desk and a telephone: nothing serious."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from crawler.browser import launch
from storage.audit_list import list_audits
from storage.jobs.planning import request_audit_now
from storage.people.invitations import create_invite
from storage.platforms import DueTimes, Registration, list_registered_platforms, save_registration
from tests.xuncha.web.security.test_rights import NOBODYS, routes_of
from tests.xuncha.web.support.listening_web import find_serious_faults, listen_web
from tests.xuncha.web.support.suggesting import suggest
from tests.xuncha.web.support.web_client import Web
from xuncha.web.pages.people.invitation_pages import FIRST_ADMIN, JOIN

pytestmark = pytest.mark.browser
LEAST = 15  # pages that one of these people reaches; were it fewer, the walk would have missed some


@pytest.fixture
async def web(audited: Path, tmp_path: Path) -> AsyncIterator[Web]:
    async with listen_web(tmp_path / "data", audited) as opened:
        yield opened


async def name_things(web: Web) -> dict[str, str]:
    """Something that is there for each part of an address."""
    (listed,) = await list_audits(web.store)
    audit, item = await suggest(web.store)
    known = Registration(listed.url, name="示例商城", district="东城区", tags=("食品",))
    await save_registration(web.store, known, DueTimes(), web.clock())
    (platform,) = await list_registered_platforms(web.store)
    job = await request_audit_now(web.store, platform.id, web.clock())
    assert job is not None
    return {
        "id": audit.visit, "item": item, "subject": item, "platform": str(platform.id), "number": str(platform.id), "job": job.id,
        "run": job.id, "a": audit.visit, "b": audit.id,
    }  # fmt: skip


def _fill(given: dict[str, str], part: re.Match[str]) -> str:
    return given.get(part[1], "999999")


def list_addresses(web: Web, things: dict[str, str], user: int) -> list[str]:
    """Every address of the pages' own routes that is looked at, filled with what is there, and some with what is chosen on them."""
    found = []
    for method, path, _ in routes_of(web):
        if method != "GET" or path.endswith("/events") or "{secret}" in path:
            continue
        first = {"people": str(user), "platforms": things["platform"], "runs": things["job"]}.get(path.split("/")[1])
        given = {**things, **({"id": first} if first else {})}
        found.append(re.sub(r"\{([^}:]+)[^}]*\}", partial(_fill, given), path))
    visit, item = things["id"], things["item"]
    tabs = [f"/audits/{visit}/items/{item}?tab={tab}" for tab in ("words", "html", "exchange", "timing")]
    line = web.state.rules.standard.red_lines[0].id
    compared = f"/compare?a={visit}&b={visit}"
    return [
        *found,
        *tabs,
        f"/audits/{visit}?needs=1",
        f"/audits/{visit}/decide/{line}",
        compared,
        "/platforms?q=nothing",
        "/nowhere",
    ]


@pytest.mark.parametrize("name", ["admin", "assessor"])
async def test_axe_finds_nothing_serious_on_any_page(web: Web, name: str) -> None:
    things = await name_things(web)
    origin, browser_of, refused = web.state.app_origin, await web.new_browser(name), False
    addresses = []
    for path in list_addresses(web, things, web.accounts["viewer"].id):
        answer = await browser_of.get(path)
        # Neither a file, nor a piece of a page, nor led elsewhere; of refusals, which are all alike, the first.
        if "<html" in answer.text and (answer.status_code != 403 or not refused):
            refused = refused or answer.status_code == 403
            addresses.append(path)
    assert len(addresses) >= LEAST
    wrong: dict[str, list[str]] = {}
    async with async_playwright() as driver:
        program = str(launch.find_chromium().path)
        chromium = await driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = await chromium.new_context(bypass_csp=True)
        secret = browser_of.cookies[web.state.cookie]
        await context.add_cookies([{"name": web.state.cookie, "value": secret, "url": origin}])
        page = await context.new_page()
        for path, lang in ((path, lang) for path in addresses for lang in ("zh", "en")):
            await page.emulate_media(color_scheme="light")
            await page.set_viewport_size({"width": 1366, "height": 860})
            await page.goto(f"{origin}{path}{'&' if '?' in path else '?'}lang={lang}", wait_until="domcontentloaded")
            faults = await find_serious_faults(page)
            await page.set_viewport_size({"width": 390, "height": 844})
            await page.emulate_media(color_scheme="dark")
            faults += await find_serious_faults(page)
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append("wider than a telephone's screen")
            if faults:
                wrong[f"{path} {lang}"] = faults
        await chromium.close()
    assert wrong == {}


async def test_axe_finds_nothing_serious_at_the_doors(web: Web) -> None:
    """The pages of those who have no account yet."""
    first, asked = [
        await create_invite(web.store, purpose, user, web.clock(), timedelta(hours=1))
        for purpose, user in ((FIRST_ADMIN, None), (JOIN, web.accounts["nothing"].id))
    ]
    open_ones = [
        path for method, path, right in routes_of(web) if method == "GET" and right is NOBODYS and "{" not in path
    ]
    doors = [*open_ones, f"/first/{first}", f"/invite/{asked}", "/invite/used"]
    wrong: dict[str, list[str]] = {}
    async with async_playwright() as driver:
        program = str(launch.find_chromium().path)
        chromium = await driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = await (await chromium.new_context(bypass_csp=True)).new_page()
        for path in doors:
            await page.goto(f"{web.state.app_origin}{path}?lang=zh", wait_until="domcontentloaded")
            if faults := await find_serious_faults(page):
                wrong[path] = faults
        await chromium.close()
    assert wrong == {}
