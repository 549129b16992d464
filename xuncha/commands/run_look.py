"""The command ``look``: a person opens a page that a wall blocked; it is captured, and the visit judged again."""

from __future__ import annotations

import asyncio
import getpass
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from crawler.browser import launch
from crawler.plan import Want
from crawler.session.manual_capture import Person, open_by_hand
from crawler.site import Gap, Site, View
from crawler.vocabulary import LANDED, Device, GapReason, Role
from probes.finding import Text
from storage.audit_list import find_audit
from storage.audits import load_audit, save_audit
from storage.db.session import Store
from storage.db.tables import VisitState
from storage.decisions import load_decisions
from storage.errors import StillRunning
from storage.visits.extend import CaptureBuffer, continue_visit
from storage.visits.sites import load_site, load_visit
from xuncha.audit.pipeline import read_requested_items
from xuncha.audit.rejudge_visit import RejudgedVisit
from xuncha.audit.report_files import prepare_output, write_stored_report
from xuncha.audit.summary import print_summary
from xuncha.commands.run_audit import read_begun
from xuncha.console.lang import Lang, render_text
from xuncha.console.stage_names import describe_stage_gap
from xuncha.judging.basis import read_basis
from xuncha.judging.isolated import IsolatedJudge
from xuncha.judging.rules import load_rules
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput, parse_shop_address

INVITATION = Text(
    "请在打开的窗口里通过验证或打开所需页面（不要登录，不要填写个人信息：页面会存为证据），"
    "然后回到这里按回车采集；输入 q 回车放弃：",
    "Pass the check or open the page in the window (do not log in and type no personal data: the page is kept as evidence), "
    "then come back and press Enter to capture it; q and Enter give up: ",
)


@dataclass(frozen=True, slots=True)
class LookOptions:
    """The command's options, as typed."""

    audit: str
    role: str
    device: str
    url: str
    person: str
    data: Path
    out: Path | None
    browser: Path | None
    lang: Lang


@dataclass(frozen=True, slots=True)
class TerminalPerson:
    """The person at this terminal, who sees the browser window beside it."""

    name: str
    lang: Lang

    async def ready(self, page: Page, wall: str) -> bool:
        """Ask the person whether the page is ready to be captured; ``wall`` says why it is not yet, "" = unknown."""
        if wall:
            why = describe_stage_gap(wall)
            print(
                render_text(Text(f"窗口里仍不是所需页面：{why.zh}", f"this is not the page yet: {why.en}"), self.lang)
            )
        answer = await asyncio.to_thread(_typed, render_text(INVITATION, self.lang))
        return answer is not None and answer.strip().lower() not in ("q", "quit")


def _typed(invitation: str) -> str | None:
    """A line typed at the terminal; None at the end of input."""
    try:
        return input(invitation)
    except EOFError:
        return None


async def run_look(options: LookOptions) -> int:
    """Run the command; returns its exit code: 0 captured, 3 not. Raises InvalidInput, NoBrowser, StorageError."""
    role, device = _role(options.role), _device(options.device)
    if not launch.has_display():
        raise InvalidInput(
            "本机没有显示器，无法打开窗口：请在有桌面的机器上运行，或用 ssh -X；也可把手机截图用 xuncha attach 存入",
            "there is no display here to open a window on: run it on a desktop, or through ssh -X; or file a screenshot with 'xuncha attach'",
        )
    launch.find_visible(options.browser)
    if options.out is not None:
        prepare_output(options.out)
    person = TerminalPerson(options.person or getpass.getuser(), options.lang)
    async with open_data_store(options.data) as store:
        looked = await capture_by_hand(
            store, options.audit, Want(role, LANDED, device), person, url=options.url, browser=options.browser
        )
        if looked is None:
            print(
                render_text(
                    Text("没有采集到页面，检测记录未变", "no page was captured; the audit stands as it was"),
                    options.lang,
                )
            )
            return 3
        if options.out is None:
            print_summary(looked.now, looked.site, looked.rules, (), options.lang)
        else:
            files = await write_stored_report(store, options.out, looked.now, looked.site, looked.rules, options.lang)
            print_summary(looked.now, looked.site, looked.rules, files, options.lang)
    return 0


async def capture_by_hand(
    store: Store,
    prefix: str,
    want: Want,
    person: Person,
    *,
    url: str = "",
    browser: Path | None = None,
    visible: bool = True,
) -> RejudgedVisit | None:
    """Show the page to the person, capture it, and judge the visit again with it; None where the person gave up.

    Raises NotFound, Ambiguous, StillRunning, InvalidInput, NoBrowser, ConfigurationError.
    """
    listed = await find_audit(store, prefix)
    if listed.state is VisitState.RUNNING:
        raise StillRunning(listed.short)
    before = await load_audit(store, listed.audit) if listed.audit else None
    visit = await load_visit(store, listed.visit)
    site = await load_site(store, listed.visit)
    held, begun = CaptureBuffer(store), read_begun(visit.plan)
    seen = await open_by_hand(
        site.platform,
        held,
        want,
        parse_shop_address(url) if url else choose_start_url(site, want),
        person,
        already=site.views,
        allow_private=begun.allow_private,
        private=begun.private,
        browser=browser,
        ocr=begun.ocr,
        visible=visible,
    )
    if not isinstance(seen, View):
        return None
    continued = await continue_visit(store, listed.visit, held)
    rules, basis = load_rules(), read_basis()
    whole = await load_site(store, continued)
    async with IsolatedJudge() as apart:
        now = await apart.judge(
            whole,
            continued,
            items=read_requested_items(before.facts if before else visit.plan),
            facts={**(before.facts if before else {}), "interrupted": visit.state is VisitState.INTERRUPTED},
            rejudged_from=before.id if before else None,
            decided=await load_decisions(store, listed.url, continued),
        )
    await save_audit(store, now, basis=basis)
    old = {verdict.item: verdict.verdict for verdict in before.verdicts} if before else {}
    moved = tuple(
        verdict.item for verdict in now.verdicts if old.get(verdict.item, verdict.verdict) is not verdict.verdict
    )
    return RejudgedVisit(before, now, whole, rules, moved)


def choose_start_url(site: Site, want: Want) -> str:
    """The address that the window opens: the one that blocked us, else the platform's home page."""
    gap = next((gap for gap in site.gaps if _fits(gap, want) and gap.url), None)
    return gap.url if gap is not None else site.platform.url


def _fits(gap: Gap, want: Want) -> bool:
    about_us = gap.reason is not GapReason.NOT_OFFERED
    return about_us and (gap.role, gap.state, gap.device) == (want.role, want.state, want.device)


def _role(said: str) -> Role:
    try:
        return Role(said)
    except ValueError:
        names = ", ".join(Role)
        raise InvalidInput(f"--role 应为其中之一：{names}", f"--role must be one of: {names}") from None


def _device(said: str) -> Device:
    try:
        return Device(said)
    except ValueError:
        raise InvalidInput("--device 应为 desktop 或 mobile", "--device must be desktop or mobile") from None
