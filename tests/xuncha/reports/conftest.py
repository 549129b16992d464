"""A made-up audit with something of everything: looks, devices, gaps, timings, pictures; judged by the real rules."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image, ImageDraw
from playwright.async_api import Browser, async_playwright

from crawler.browser import launch
from crawler.record.network_record import Host
from crawler.site import Fetch, Site, Timing, View
from crawler.vocabulary import Device, GapReason, Role
from probes import run
from probes.probe import Check
from scoring.red_lines import find_red_lines
from scoring.score import score_verdicts
from scoring.standard_tables import Standard
from scoring.verdict import judge_items
from storage.visits.audit import Audit
from tests.cases.build import AT, SHOP, gap, site, view
from tests.rules import real_checks, real_standard
from xuncha.reports import page, record

FOOTER = "京ICP备10046444号"


@dataclass(frozen=True)
class Sample:
    """An audit with what its report is made from."""

    standard: Standard
    checks: tuple[Check, ...]
    site: Site
    audit: Audit
    record: dict[str, Any]
    blobs: dict[str, bytes]
    html: str


@cache
def picture(width: int, height: int, name: str = "") -> bytes:
    """A JPEG page: pale ground, a dark block where the footer stands."""
    image = Image.new("RGB", (width, height), "#eef2f6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height - 300, width, height), fill="#334455")
    pen.text((40, 40), name, fill="black")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60)
    return out.getvalue()


def home(look: int, state: str = "landed") -> View:
    links: list[dict[str, Any]] = [
        {"text": "登录", "href": "/login", "region": "header"},
        {"text": "购物车", "href": "/cart", "region": "header"},
        {"text": "投诉举报", "href": "/complaint", "region": "footer", "box": (60, 3800, 90, 24)},
        {"text": "隐私政策", "href": "/privacy", "region": "footer", "box": (200, 3800, 90, 24)},
        {"text": FOOTER, "href": "https://beian.miit.gov.cn/", "region": "footer", "box": (60, 3860, 180, 24)},
        {"text": "手机 ¥1999", "href": "/item/1", "box": (60, 900, 300, 60)},
    ]
    return view("home", elements=links, look=look, state=state, title="示例商城", closed_layers=("同意",))


def things() -> Site:
    """Desktop and mobile, two looks, a complaint page, two blind spots, five loads of three pages."""
    complaint = view(
        "complaint",
        "投诉电话 400-200-3417。我们在7日内办结投诉。" * 30,
        path=("首页", "投诉举报"),
        found_by="link",
        title="投诉",
    )
    # Enough other pages that the one behind the captcha is a small share of the shop's.
    others = [
        view(role, f"{name}，内容从略。" * 30, title=name)
        for role, name in (("about", "关于我们"), ("social", "社会责任"))
    ]
    seen = site(
        home(1), home(2), home(1, "elder"), complaint, *others, gap("product", GapReason.BLOCKED, detail="captcha"),
        gap("licence", GapReason.NOT_OFFERED), both=True,
    )  # fmt: skip
    shots = tuple(
        dataclasses.replace(other_view, screenshot=hashlib.sha256(shot(other_view)).hexdigest(), height=4000)
        for other_view in seen.views
    )
    timings = tuple(
        Timing(
            role,
            device,
            1,
            number,
            AT,
            SHOP,
            True,
            180.0 + number,
            900.0,
            1800.0 + 400 * number,
            0.02,
            40.0,
            2100.0,
            20.0,
            90.0,
        )
        for role in (Role.HOME, Role.LIST, Role.PRODUCT)
        for device in Device
        for number in range(1, 6)
    )
    fetch = Fetch(
        "x1", "robots", 1, f"{SHOP}robots.txt", f"{SHOP}robots.txt", 200, AT, 0.2, "text/plain", "User-agent: *"
    )
    host = Host("shop.example", ("192.0.2.7",), {"subject": "shop.example", "names": ("shop.example",), "days": 60})
    return dataclasses.replace(
        seen, views=shots, timings=timings, fetches=(fetch,), hosts=(host,), environment={"xuncha": "0.1.0", "chromium": "156", "sandbox": "on"}
    )  # fmt: skip


def shot(seen: View) -> bytes:
    return picture(seen.width, 4000, f"{seen.role} {seen.device} {seen.state} {seen.look}")


@pytest.fixture(scope="session")
def sample() -> Sample:
    return made_up()


@cache
def made_up() -> Sample:
    standard, checks, seen = real_standard(), real_checks(), things()
    findings = run.judge_site(checks, seen)
    verdicts = judge_items(standard, checks, findings)
    raised = find_red_lines(standard, findings)
    audit = Audit(
        visit="0011223344556677",
        ruleset="ab" * 32,
        created_at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
        findings=findings,
        verdicts=verdicts,
        scores=score_verdicts(standard, verdicts, raised),
        red_lines=raised,
        facts={"by": {"person": "甲", "body": None}, "vantage": {"city": "北京"}},
        id="8899aabbccddeeff",
    )
    made = record.build_record(audit, seen, standard, checks)
    blobs = {other_view.screenshot: shot(other_view) for other_view in seen.views}
    return Sample(standard, checks, seen, audit, made, blobs, page.render_report(made, blobs.get))


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=str(launch.find_chromium().path), args=["--no-sandbox"])
        yield made
        await made.close()
