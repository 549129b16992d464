"""A page behind a wall is brought up by a person, captured, and the visit judged again; what was seen before stands as it was."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.async_api import Page

from crawler.plan import Want
from crawler.site import Site
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Role
from scoring.standard_tables import Verdict
from storage.audit_list import list_audits
from storage.audits import load_audit
from storage.db.session import Store, open_store
from storage.visits.extend import CONTINUES
from storage.visits.sites import load_site, load_visit
from tests.xuncha.command import ITEM, xuncha
from xuncha.commands.run_look import capture_by_hand, choose_start_url
from xuncha.reports import page as pages
from xuncha.reports import record

T = TypeVar("T")
HOME = Want(Role.HOME, LANDED, Device.DESKTOP)
WALL = """<!doctype html><meta charset="utf-8"><title>安全验证</title><h1>访问验证</h1><p>请完成验证后继续访问</p>
<form method="post" action="/pass"><button id="slide">按住滑块</button></form>"""
FILL = "本店出售手工陶器，每件都是在北京的窑里烧成的。" * 30
VIEWPORT = '<meta name="viewport" content="width=device-width">'
SHOP = f"""<!doctype html><meta charset="utf-8"><title>陶器店</title><h1>陶器店</h1><p>{FILL}</p>
<a href="/complaint">投诉举报</a> <a href="/new" target="_blank" id="new">新窗口</a>"""
COMPLAINT = f"<!doctype html><meta charset='utf-8'>{VIEWPORT}<title>投诉</title><h1>投诉</h1><p>{FILL}投诉电话 400-000-0000，七日内答复。</p>"


class _Handler(BaseHTTPRequestHandler):
    """A shop that lets in whoever carries the cookie of a passed check."""

    def do_GET(self) -> None:
        passed = "passed=1" in (self.headers.get("Cookie") or "")
        if self.path == "/robots.txt":
            self._answer(200, "")
        elif not passed:
            self._answer(200, WALL)
        else:
            self._answer(200, {"/": SHOP, "/complaint": COMPLAINT, "/new": COMPLAINT}.get(self.path, ""))

    def do_POST(self) -> None:
        self.send_response(303)
        self.send_header("Set-Cookie", "passed=1")
        self.send_header("Location", "/")
        self.end_headers()

    def _answer(self, status: int, body: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's own server."""


@dataclass
class Hand:
    """A person: each try does something with the page before the capture; after the last one it gives up."""

    tries: list[Callable[[Page], Coroutine[Any, Any, None]]]
    name: str = "甲"
    walls: list[str] = field(default_factory=list)

    async def ready(self, page: Page, wall: str) -> bool:
        self.walls.append(wall)
        if not self.tries:
            return False
        await self.tries.pop(0)(page)
        return True


async def nothing(page: Page) -> None:
    """Press Enter without having passed the check."""


async def passes(page: Page) -> None:
    await page.click("#slide")
    await page.wait_for_selector("h1:has-text('陶器店')")


async def opens_a_window(page: Page) -> None:
    await passes(page)
    await page.click("#new")
    await page.wait_for_url("**/new")


async def closes(page: Page) -> None:
    await page.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with one audit of the walled shop, which goes on being served."""
    folder = tmp_path_factory.mktemp("walled")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        words = ("--item", ITEM, "--pace", "0", "--allow-private", "--no-ocr", "--data", str(folder / "data"))
        url = f"http://127.0.0.1:{server.server_port}/"
        ended = xuncha("audit", url, *words, "--out", str(folder / "out"))
        assert ended.code == 3, ended.out + ended.err
        yield folder / "data"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def within(data: Path, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    async def opened() -> T:
        async with open_store(data) as store:
            return await work(store)

    return asyncio.run(opened())


@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
def test_what_a_person_brings_up_is_judged_and_said_to_be_theirs(kept: Path) -> None:
    person = Hand([nothing, passes])

    async def work(store: Store) -> None:
        first = (await list_audits(store, 1))[0]
        assert first.audit is not None
        before = await load_site(store, first.visit)
        assert choose_start_url(before, HOME).startswith("http://127.0.0.1")
        looked = await capture_by_hand(store, first.audit[:8], HOME, person, visible=False)
        assert looked is not None
        seen = looked.site.view(Role.HOME)
        assert seen is not None
        assert (seen.by, seen.found_by, seen.clicks) == ("甲", FoundBy.HAND, None)
        assert "投诉举报" in seen.text
        assert store.blobs.has(seen.screenshot)
        assert "blocked" in person.walls[1]  # Enter alone passes nothing
        # The one gap it fills is gone, the phone's stays.
        left = {(gap.device, gap.state) for gap in looked.site.gaps if gap.role is Role.HOME}
        assert (Device.DESKTOP, LANDED) not in left
        assert (Device.MOBILE, LANDED) in left
        # What was judged before is not touched.
        assert await load_site(store, first.visit) == before
        assert (await load_audit(store, first.audit)).verdicts == (looked.before.verdicts if looked.before else ())
        assert (await load_visit(store, looked.now.visit)).plan[CONTINUES] == first.visit
        assert looked.now.rejudged_from == first.audit
        old = {verdict.item: verdict.verdict for verdict in looked.before.verdicts} if looked.before else {}
        now = {verdict.item: verdict.verdict for verdict in looked.now.verdicts}
        assert old[ITEM] is Verdict.INCONCLUSIVE
        assert Verdict.FAIL not in now.values()
        entry = next(finding for finding in looked.now.findings if finding.probe == "complaints.complaint_entry")
        assert entry.answer.outcome == "yes"
        made = record.build_record(looked.now, looked.site, looked.rules.standard, looked.rules.checks)
        record.validate_record(json.loads(json.dumps(made)))
        assert [view["by"] for view in made["views"]] == ["甲"]
        assert "由 甲 人工打开" in pages.render_report(made, lambda sha: None)

    within(kept, work)


@pytest.mark.parametrize("tries", [[], [nothing], [closes]], ids=["gives up", "gives up later", "closes the window"])
@pytest.mark.browser
def test_what_no_person_brought_up_changes_nothing(tries: list[Any], kept: Path) -> None:
    async def work(store: Store) -> None:
        listed = await list_audits(store, 100)
        assert (
            await capture_by_hand(store, (listed[-1].audit or "")[:8], HOME, Hand(list(tries)), visible=False) is None
        )
        assert await list_audits(store, 100) == listed

    within(kept, work)


@pytest.mark.browser
@pytest.mark.usefixtures("forked_judging")
def test_a_window_the_person_opens_is_followed(kept: Path) -> None:
    async def work(store: Store) -> Site:
        listed = await list_audits(store, 100)
        want = Want(Role.COMPLAINT, LANDED, Device.MOBILE)
        person = Hand([opens_a_window])
        looked = await capture_by_hand(store, (listed[-1].audit or "")[:8], want, person, visible=False)
        assert looked is not None, person.walls
        return looked.site

    seen = within(kept, work).view(Role.COMPLAINT)
    assert seen is not None
    assert seen.url.endswith("/new")
    assert seen.device is Device.MOBILE
    assert seen.width == 390


def test_an_audit_that_saw_no_wall_opens_at_home() -> None:
    from tests.cases.build import SHOP as ADDRESS
    from tests.cases.build import gap, site

    assert choose_start_url(site(), HOME) == ADDRESS
    assert choose_start_url(site(gap("home", GapReason.NOT_OFFERED, url="https://shop.example/x")), HOME) == ADDRESS
    assert (
        choose_start_url(site(gap("home", "blocked", url="https://shop.example/wall")), HOME)
        == "https://shop.example/wall"
    )


@pytest.mark.browser
def test_without_a_display_it_says_so(kept: Path) -> None:
    ended = xuncha(
        "look",
        "ab12",
        "--role",
        "home",
        "--data",
        str(kept),
        "--lang",
        "en",
        given={"DISPLAY": "", "WAYLAND_DISPLAY": ""},
    )
    assert ended.code == 2
    assert "no display here" in ended.line
    assert "--role must be one of" in xuncha("look", "ab", "--role", "shop", "--data", str(kept), "--lang", "en").line


def test_the_person_is_told_in_their_words_why_it_is_no_page_yet() -> None:
    from xuncha.console.stage_names import describe_stage_gap as told

    assert told("blocked: 滑块").zh.endswith("：滑块")
    assert not any(letter.isascii() and letter.isalpha() for letter in told("blocked: 滑块").zh)
    assert told("blocked").en.isascii()
    assert told("something else").en == "something else"
