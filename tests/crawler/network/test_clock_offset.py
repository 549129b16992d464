"""The clock offset: a median over hosts of what answers say of the time, whatever else they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.network.clock_offset import UNKNOWN, ServerClock

NOW = datetime(2026, 11, 25, 4, 0, 0, tzinfo=UTC)


def dated(ahead: float) -> dict[str, str]:
    return {"Date": format_datetime(NOW + timedelta(seconds=ahead), usegmt=True)}


def test_the_offset_is_the_median_over_hosts_and_not_over_answers() -> None:
    clock = ServerClock()
    for _ in range(9):
        clock.heard("https://busy.example/a", dated(100), NOW)
    clock.heard("https://one.example/", dated(2), NOW)
    clock.heard("https://two.example/", dated(3), NOW + timedelta(seconds=0.4))
    facts = clock.facts()
    assert facts["clock_offset_seconds"] == "+2.6"
    assert (facts["clock_hosts"], facts["clock_answers"]) == ("3", "11")
    assert facts["clock_spread_seconds"] == "+2.0..+100.0"
    assert "resolution 1 s" in facts["clock_source"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Date": ""}, {"Date": "yesterday"}, {"Date": "Wed, 99 Nov 99999 25:61:61 GMT"}, {"Date": "1"},
     {**dated(5), "Age": "30"}, {**dated(5), "X-Xuncha-Gate": "refused"}],
)  # fmt: skip
def test_what_says_no_time_or_an_old_one_does_not_count(headers: dict[str, str]) -> None:
    clock = ServerClock()
    clock.heard("https://one.example/", headers, NOW)
    clock.heard("https://[bad/", dated(5), NOW)
    clock.heard("", dated(5), NOW)
    assert clock.facts()["clock_offset_seconds"] == UNKNOWN


@given(st.text(), st.text())
def test_no_header_and_no_address_breaks_it(date: str, url: str) -> None:
    clock = ServerClock()
    clock.heard(url, {"date": date}, NOW)
    clock.heard("https://one.example/", {"date": date}, NOW)
    assert clock.facts()["clock_hosts"] in ("0", "1", "2")


def test_made_up_hosts_without_end_do_not_fill_the_memory() -> None:
    clock = ServerClock()
    for number in range(2_000):
        clock.heard(f"https://h{number}.example/", dated(1), NOW)
    assert int(clock.facts()["clock_hosts"]) == 500
