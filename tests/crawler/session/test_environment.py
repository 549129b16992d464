"""What a visit says of its surroundings, of the time, and of when a gap arose; judging reads none of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.network.proxy import Gate
from crawler.session.environment import REFUSING, describe_surroundings
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Memory, Reply, Shop, crawled, page, served

ROOT = Path(__file__).resolve().parents[3]


async def test_the_gate_is_shown_to_refuse_and_what_it_refuses_is_named() -> None:
    async with Gate() as gate:
        closed = await describe_surroundings(gate)
    async with Gate(consented={("127.0.0.1", 8080), ("::1", 80)}) as gate:
        opened = await describe_surroundings(gate)
    for facts in (closed, opened):
        assert facts["gate"] == REFUSING
        assert {"metadata", "link_local", "private", "loopback"} <= set(facts["gate_refuses"].split(", "))
        assert [name for name, value in facts.items() if not value] == ([] if facts is opened else ["gate_consented"])
    assert opened["gate_consented"] == "127.0.0.1:8080, [::1]:80"
    assert re.match(r"UTC[+-]\d{4} \(\S+\)$", closed["time_zone"])


async def test_a_gate_that_is_down_is_said_to_be_down() -> None:
    async with Gate() as gate:
        pass
    facts = await describe_surroundings(gate)
    assert facts["gate"].startswith("did not answer")


@pytest.mark.browser
async def test_a_visit_says_what_it_ran_on_how_its_clock_was_and_when_each_gap_arose() -> None:
    began, keep = datetime.now(UTC), Memory()
    ahead = {"Date": format_datetime(began + timedelta(hours=1), usegmt=True)}
    async with served(Shop({"/": Reply(page("首页").encode(), headers=ahead)})) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
    told = site.environment
    assert told["gate"] == REFUSING
    assert {"system", "machine", "python", "playwright", "chromium", "xuncha", "time_zone", "checked_at"} <= told.keys()
    assert abs(float(told["clock_offset_seconds"]) - 3600) < 120  # the shop says one and the same time all along
    assert told["clock_hosts"] == "1"
    assert site.gaps
    assert all(gap.at is not None and began <= gap.at <= began + timedelta(minutes=10) for gap in site.gaps)
    assert {gap.at for gap in keep.gaps} >= {gap.at for gap in site.gaps}


def test_judging_reads_nothing_of_the_surroundings() -> None:
    readers = [
        path.name
        for room in ("probes", "scoring")
        for path in (ROOT / room).rglob("*.py")
        if ".environment" in path.read_text("utf-8")
    ]
    assert readers == [
        "product_sample.py"
    ]  # whether a catalogue was seen whole is a fact of the visit, not of the machine
