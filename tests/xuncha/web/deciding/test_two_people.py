"""Two people, two browsers, one store: two shops go from an address to a signed pack that proves itself, without a terminal.

Both shops are audited for real by a worker beside the pages, for a few items each, since all 58 take many minutes.
They have private addresses, as demo shops do: the workbench is started as one that lets an administrator consent to these two.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from crawler.browser import launch
from storage.audit_list import list_audits
from storage.db.people_tables import Role
from storage.decisions import load_decisions
from storage.people.signoffs import list_signoffs
from storage.people.user_accounts import Membership, create_account
from storage.platforms import DueTimes, Registration, save_registration
from tests.shops.server import serving
from tests.xuncha.web.starting.test_address_to_audit import working
from tests.xuncha.web.support.web_client import PASSWORD, Web, hashed, open_web
from xuncha.pack.verification.keys import find_key_folder, find_signer
from xuncha.web.app import make_app
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.serve_web import QuietServer

pytestmark = pytest.mark.browser
SECONDS = 600_000.0  # ms: an audit or a pack on a busy machine
PEOPLE = {"anna": (Role.ASSESSOR,), "bela": (Role.LEAD, Role.ASSESSOR, Role.REGULATOR)}
KEEPER = "carl"  # who decides nothing
AGREED, BY_KEY = (
    "6.1-2",
    "6.2-1",
)  # items of the whole shop for which something is suggested: agreed with in bulk, and by a key
WALLED = "4.2-2"  # of the shop that shows nothing but a wall


@dataclass
class Person:
    """One person before a browser of their own; ``faults``: what pages complained about."""

    page: Page
    origin: str
    faults: list[str]

    async def go(self, path: str) -> None:
        """Open a page by its address, as a bookmark would."""
        await self.page.goto(f"{self.origin}{path}")

    async def click(self, role: str, name: str) -> None:
        """Press what is so called and wait for the page that it leads to."""
        async with self.page.expect_navigation(timeout=SECONDS):
            await self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # a role's name

    async def press(self, key: str) -> None:
        """Press a key that leads to another page."""
        async with self.page.expect_navigation():
            await self.page.keyboard.press(key)


@asynccontextmanager
async def served(data: Path) -> AsyncIterator[Web]:
    """Pages and evidence on sockets of their own, by the real clock, with two accounts and a worker."""
    own = [socket.create_server((host, 0)) for host in ("127.0.0.1", "127.0.0.2")]
    pages, evidence = (f"http://{listener.getsockname()[0]}:{listener.getsockname()[1]}" for listener in own)
    async with open_web(data, origins=(pages, evidence)) as web:
        web.clock.at = datetime.now(UTC)
        web.state = replace(web.state, now=lambda: datetime.now(UTC))
        web.app = make_app(web.state)
        for name, roles in {**PEOPLE, KEEPER: (Role.ADMIN,)}.items():
            held = [Membership(role) for role in roles]
            await create_account(web.store, name, name.title(), hashed(), held, "en", web.clock())
        servers = [
            QuietServer(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=1))
            for app in (web.app, make_evidence_app(web.state))
        ]  # fmt: skip
        tasks = [asyncio.create_task(server.serve([listener])) for server, listener in zip(servers, own, strict=True)]
        try:
            async with working(web):
                yield web
        finally:
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*tasks)
            await web.state.memory.end_tasks()


async def log_in(browser: Browser, web: Web, name: str) -> Person:
    """A browser in which that person has typed name and password."""
    context = await browser.new_context(viewport={"width": 1366, "height": 860}, locale="en", accept_downloads=True)
    page, faults = await context.new_page(), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    person = Person(page, web.state.app_origin, faults)
    await person.go("/login?lang=en")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.press("[name=password]", "Enter")
    await page.wait_for_url(f"{person.origin}/")
    return person


async def give_consent(person: Person, url: str) -> None:
    """Consent on the platform's page to visits of its private address."""
    await person.click("link", "Platforms")
    await person.click("link", url)
    await person.page.get_by_label("Why, or on what grounds").fill("a demo shop of our own")
    await person.click("button", f"Consent to visits of {url}")
    assert await person.page.get_by_text("May be at private addresses").count()


async def have_audited(person: Person, url: str) -> str:
    """Have an address audited and follow it until it is; the address of the audit's page."""
    await person.click("link", "Platforms")
    await person.click("link", "Audit an address")
    await person.page.get_by_label("Address").fill(url)
    await person.click("button", "Begin the audit")
    await person.page.wait_for_selector("#to-audit", timeout=SECONDS)
    async with person.page.expect_navigation():
        await person.page.click("#to-audit")
    return person.page.url.removeprefix(person.origin)


async def ask_both(person: Person) -> None:
    """Ask both people to read the audit whose page is open, each in their part."""
    await person.click("link", "Readers")
    for who, part in (("Anna", "first"), ("Bela", "second")):
        name = next(
            text for text in await person.page.locator("select[name=user] option").all_inner_texts() if who in text
        )
        await person.page.select_option("select[name=user]", label=name)
        await person.page.select_option("select[name=part]", part)
        await person.click("button", "Ask")


async def say(person: Person, why: str) -> None:
    """Choose the first verdict of the item that is open, with a reason, by keys; answer what is asked about it."""
    await person.page.keyboard.press("1")
    await person.page.locator("#reason").fill(why)
    await person.press("Control+Enter")
    if await person.page.locator(".doubts").count():
        await person.page.locator("[name=why]").first.fill("so it is")
        await person.press("Control+Enter")


async def sign_and_pack(person: Person, audit: str, file: Path) -> None:
    """From the audit's page to its signed pack on disk."""
    await person.go(audit)
    if await person.page.locator(
        ".audit-head .alert a"
    ).count():  # others decided since: the judgement that counts is another
        await person.click("link", await person.page.locator(".audit-head .alert a").first.inner_text())
    await person.click("link", "Sign off and pack")
    if await person.page.get_by_role("button", name="Judge it again").count():
        await person.click("button", "Judge it again")
    await person.page.fill("[name=password]", PASSWORD)
    await person.click("button", "Sign")
    assert await person.page.get_by_text("holds", exact=True).count() == 1, await person.page.inner_text("main")
    await person.click("button", "Make the pack")
    await person.page.get_by_role("button", name="Download by a one-use link").wait_for(timeout=SECONDS)
    async with person.page.expect_download() as handed:
        await person.page.get_by_role("button", name="Download by a one-use link").click()
    await (await handed.value).save_as(file)


def _take_program(file: Path, folder: Path) -> Path:
    """The pack's own verify.py, put into a new folder."""
    with zipfile.ZipFile(file) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("verify.py")]
        folder.mkdir()
        (folder / "verify.py").write_bytes(archive.read(name))
    return folder / "verify.py"


async def list_signers(file: Path) -> list[str]:
    """Who signed, as the pack says."""
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    return [signoff["who"] for signoff in manifest["signoffs"]]


async def prove_by_itself(file: Path, folder: Path, key: str) -> None:
    """Have the pack's own verify.py look through it, run by a plain Python; ``key``: the signer's, as told by another way."""
    program = _take_program(file, folder)
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(program), str(file), "--key", key, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await run.communicate()
    assert run.returncode == 0, said.decode("utf-8", "replace")


async def test_two_shops_go_from_an_address_to_a_signed_pack(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as web, async_playwright() as driver:
        program = str(launch.find_chromium().path)
        browser = await driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with serving("complete") as shop, serving("blocked") as wall:
            for url, items in ((shop, (AGREED, BY_KEY)), (wall, (WALLED,))):
                await save_registration(web.store, Registration(url, items=items), DueTimes(), web.clock())
            web.app.state.web = replace(web.state, may_consent=tuple(urlsplit(url).netloc for url in (shop, wall)))
            carl, anna, bela = [await log_in(browser, web, name) for name in (KEEPER, *PEOPLE)]
            for url in (shop, wall):
                await give_consent(carl, url)
            audits = {}
            for url in (shop, wall):
                audits[url] = await have_audited(bela, url)
                await ask_both(bela)
        await _decide(anna, audits[shop], audits[wall])
        await _wait_for_words(web, (shop, wall), 3)
        await _read_blindly(bela, audits[shop], audits[wall])
        for name, url in (("shop", shop), ("wall", wall)):
            file = tmp_path / f"{name}.zip"
            await sign_and_pack(bela, audits[url], file)
            assert await list_signers(file) == ["Bela"]
            signer = find_signer(find_key_folder(web.store.data))
            assert signer is not None
            await prove_by_itself(file, tmp_path / name, signer.public.public)
        assert anna.faults == bela.faults == carl.faults == []
        for listed in {audit.visit: audit for audit in await list_audits(web.store)}.values():
            (signed,) = await list_signoffs(web.store, listed.visit)
            assert (signed.who, signed.method, signed.voided_at) == ("Bela", "password", None)
        said = (await load_decisions(web.store, shop)).items
        assert {(decision.item, decision.assessor.partition(" ")[0]) for decision in said} == {
            (item, name) for item in (AGREED, BY_KEY) for name in ("Anna", "Bela")
        }
        assert {decision.assessor.partition(" ")[0]: decision.agreed for decision in said if decision.item == AGREED}[
            "Anna"
        ]
        await browser.close()


async def _decide(person: Person, whole: str, walled: str) -> None:
    """The first reader: agrees with what is suggested in bulk and by a key, and says what no page shows."""
    await person.go(f"/items/{AGREED}")
    await person.page.locator("input[name=visit]").first.check()
    await person.click("button", "Agree with the suggestion for those chosen")
    await person.go("/")
    await person.go(f"{whole}/items/{BY_KEY}")
    if await person.page.locator("#agree-form").count():
        await person.press("a")
    else:
        await say(person, "seen on the page")
    await person.go(walled)
    assert await person.page.locator("#walls img").count() == 2  # of both devices: what stood there, and why
    await person.go(f"{walled}/items/{WALLED}")
    assert await person.page.locator(".walls img").first.evaluate("shot => shot.decode().then(() => shot.naturalWidth)")
    await say(person, "the shop was opened by hand on a telephone")


async def _wait_for_words(web: Web, urls: tuple[str, ...], words: int) -> None:
    """Wait until what was said may no longer be taken back, and is so many decisions."""
    for _ in range(600):
        if sum([len((await load_decisions(web.store, url)).items) for url in urls]) == words:
            return
        await asyncio.sleep(0.5)
    raise AssertionError("what was said did not become decisions")


async def _read_blindly(person: Person, whole: str, walled: str) -> None:
    """The second reader: sees neither words nor verdicts of the first before deciding alike."""
    for audit, item in ((whole, AGREED), (whole, BY_KEY), (walled, WALLED)):
        visit = await _find_current(person, audit)
        await person.go(f"{visit}/items/{item}")
        assert "Anna" not in await person.page.inner_text("main")
        assert await person.page.get_by_text("you see it once you have", exact=False).count()
        await say(person, "read on my own")
        await person.go(f"{visit}/items/{item}")
        assert "Anna" in await person.page.inner_text("main")


async def _find_current(person: Person, audit: str) -> str:
    """The page of the judgement that counts now; its lineage tells nothing of the first reader."""
    await person.go(audit)
    if await person.page.locator(".audit-head .alert a").count():
        await person.click("link", await person.page.locator(".audit-head .alert a").first.inner_text())
    assert "Anna" not in await person.page.inner_text("main")
    return person.page.url.removeprefix(person.origin)
