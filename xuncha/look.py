"""``xuncha look``: a person brings up a page that walls kept from us; it is captured, and the visit judged again with it."""

from __future__ import annotations

import asyncio
import getpass
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from crawler import chromium
from crawler.by_hand import Person, open_by_hand
from crawler.plan import Want
from crawler.site import Gap, Site, View
from crawler.vocabulary import LANDED, Device, GapReason, Role
from probes.finding import Text
from storage.audits import load_audit, save_audit
from storage.continuing import Held, continue_visit
from storage.decisions import load_decisions
from storage.errors import StillRunning
from storage.listing import find_audit
from storage.session import Store
from storage.sites import load_site, load_visit
from storage.tables import VisitState
from xuncha.audit import asked_items, judge, load_rules
from xuncha.rejudge import Rejudged
from xuncha.stages import gap
from xuncha.stores import opened
from xuncha.summary import print_summary
from xuncha.target import BadTarget, address
from xuncha.words import Lang, say
from xuncha.write import prepare, write_of

INVITATION = Text(
    "请在打开的窗口里通过验证或打开所需页面（不要登录，不要填写个人信息：页面会存为证据），"
    "然后回到这里按回车采集；输入 q 回车放弃：",
    "Pass the check or open the page in the window (do not log in and type no personal data: the page is kept as evidence), "
    "then come back and press Enter to capture it; q and Enter give up: ",
)


@dataclass(frozen=True, slots=True)
class Options:
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
class AtTerminal:
    """A person at this terminal, who sees the window beside it."""

    name: str
    lang: Lang

    async def ready(self, page: Page, wall: str) -> bool:
        if wall:
            why = gap(wall)
            print(say(Text(f"窗口里仍不是所需页面：{why.zh}", f"this is not the page yet: {why.en}"), self.lang))
        answer = await asyncio.to_thread(_typed, say(INVITATION, self.lang))
        return answer is not None and answer.strip().lower() not in ("q", "quit")


def _typed(invitation: str) -> str | None:
    """A line from the terminal; None at its end."""
    try:
        return input(invitation)
    except EOFError:
        return None


async def run_look(options: Options) -> int:
    """Exit code: 0 captured, 3 not. Raises BadTarget, NoBrowser, StorageError."""
    role, device = _role(options.role), _device(options.device)
    if not chromium.has_display():
        raise BadTarget(
            "本机没有显示器，无法打开窗口：请在有桌面的机器上运行，或用 ssh -X；也可把手机截图用 xuncha attach 存入",
            "there is no display here to open a window on: run it on a desktop, or through ssh -X; or file a screenshot with 'xuncha attach'",
        )
    chromium.find_visible(options.browser)
    if options.out is not None:
        prepare(options.out)
    person = AtTerminal(options.person or getpass.getuser(), options.lang)
    async with opened(options.data) as store:
        looked = await look(
            store, options.audit, Want(role, LANDED, device), person, url=options.url, browser=options.browser
        )
        if looked is None:
            print(
                say(
                    Text("没有采集到页面，检测记录未变", "no page was captured; the audit stands as it was"),
                    options.lang,
                )
            )
            return 3
        if options.out is None:
            print_summary(looked.now, looked.site, looked.rules, (), options.lang)
        else:
            files = await write_of(store, options.out, looked.now, looked.site, looked.rules)
            print_summary(looked.now, looked.site, looked.rules, files, options.lang)
    return 0


async def look(
    store: Store,
    prefix: str,
    want: Want,
    person: Person,
    *,
    url: str = "",
    browser: Path | None = None,
    visible: bool = True,
) -> Rejudged | None:
    """Show the page to the person, capture it, and judge the visit again with it; None where the person gave up.

    Raises NotFound, Ambiguous, StillRunning, BadTarget, NoBrowser, ConfigurationError.
    """
    listed = await find_audit(store, prefix)
    if listed.state is VisitState.RUNNING:
        raise StillRunning(listed.short)
    before = await load_audit(store, listed.audit) if listed.audit else None
    visit = await load_visit(store, listed.visit)
    site = await load_site(store, listed.visit)
    held = Held(store)
    seen = await open_by_hand(
        site.platform,
        held,
        want,
        address(url) if url else start(site, want),
        person,
        already=site.views,
        allow_private=bool(visit.plan.get("allow_private", False)),
        browser=browser,
        ocr=bool(visit.plan.get("ocr", True)),
        visible=visible,
    )
    if not isinstance(seen, View):
        return None
    continued = await continue_visit(store, listed.visit, held)
    rules = load_rules()
    whole = await load_site(store, continued)
    now = judge(
        rules,
        whole,
        continued,
        items=asked_items(before.facts if before else visit.plan),
        facts={**(before.facts if before else {}), "interrupted": visit.state is VisitState.INTERRUPTED},
        rejudged_from=before.id if before else None,
        decided=await load_decisions(store, listed.url, continued),
    )
    await save_audit(store, now)
    old = {each.item: each.verdict for each in before.verdicts} if before else {}
    moved = tuple(each.item for each in now.verdicts if old.get(each.item, each.verdict) is not each.verdict)
    return Rejudged(before, now, whole, rules, moved)


def start(site: Site, want: Want) -> str:
    """Where the window opens: at what stopped us, else at the platform's home page."""
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
        raise BadTarget(f"--role 应为其中之一：{names}", f"--role must be one of: {names}") from None


def _device(said: str) -> Device:
    try:
        return Device(said)
    except ValueError:
        raise BadTarget("--device 应为 desktop 或 mobile", "--device must be desktop or mobile") from None
