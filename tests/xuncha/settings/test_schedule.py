"""Schedules read back as themselves, and each platform keeps a place of its own within its period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha.settings.schedule import OTHER, Schedule, compute_share, load_schedule_settings, parse_schedule
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 2, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SCHEDULES = st.one_of(
    st.integers(1, 400).map(lambda days: Schedule(days=days)),
    st.sampled_from(["30 2 * * 1", "0 */6 * * *", "15 3 1 * *", "0 22 * * 1-5"]).map(lambda cron: Schedule(cron=cron)),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("7d", Schedule(days=7)),
        ("every 7 days", Schedule(days=7)),
        ("每7天", Schedule(days=7)),
        (" 7  天 ", Schedule(days=7)),
        ("每周", Schedule(days=7)),
        ("Weekly", Schedule(days=7)),
        ("30 2 * * 1", Schedule(cron="30 2 * * 1")),
        ("", None),
        ("无", None),
    ],
)
def test_what_people_write_is_understood(said: str, meant: Schedule | None) -> None:
    assert parse_schedule(said) == meant


@pytest.mark.parametrize("said", ["0d", "每八天", "7", "* * * *", "61 2 * * *", "30 2 31 2 *", "0 0 0 0 0 0", "9999d"])
def test_what_is_no_schedule_is_refused_with_a_way_to_mend_it(said: str) -> None:
    with pytest.raises(InvalidInput, match="30 2"):
        parse_schedule(said)


@given(SCHEDULES)
def test_a_schedule_reads_back_as_itself(schedule: Schedule) -> None:
    assert parse_schedule(schedule.text) == schedule


@given(SCHEDULES, st.text(max_size=30), MOMENTS)
def test_the_next_time_is_later_and_no_time_lies_between(schedule: Schedule, place: str, after: datetime) -> None:
    due = schedule.following(place, after)
    assert due > after
    assert due.microsecond == 0
    assert schedule.following(place, due - timedelta(seconds=1)) == due
    assert schedule.following(place, due) > due


@given(st.integers(1, 60), st.text(max_size=30), MOMENTS)
def test_every_so_many_days_means_so_many_days(days: int, place: str, after: datetime) -> None:
    schedule = Schedule(days=days)
    due = schedule.following(place, after)
    assert schedule.following(place, due) - due == timedelta(days=days)
    assert due - after <= timedelta(days=days)


def test_a_thousand_platforms_of_one_schedule_do_not_start_at_once() -> None:
    due = sorted(Schedule(days=7).following(f"https://shop{number}.example/", NOW) for number in range(1000))
    busiest = max(sum(begin <= moment < begin + timedelta(hours=1) for moment in due) for begin in due[::10])
    assert busiest < 25  # of 1000 / 168 h = 6 on average
    assert due[-1] - due[0] > timedelta(days=6)


def test_a_cron_schedule_means_beijing_time_and_spreads_after_it() -> None:
    due = [
        Schedule(cron="0 2 * * *").following(f"https://shop{number}.example/", NOW).astimezone(BEIJING)
        for number in range(200)
    ]
    assert {moment.date().isoformat() for moment in due} == {"2026-11-26"}
    assert {moment.hour for moment in due} == {2, 3, 4}


def test_a_place_is_in_its_range_and_stays() -> None:
    assert all(0 <= compute_share(str(number)) < 1 for number in range(500))
    assert compute_share("https://shop.example/") == compute_share("https://shop.example/")


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "schedule.toml"
    monkeypatch.setenv(OTHER, str(file))
    load_schedule_settings.cache_clear()
    yield file
    load_schedule_settings.cache_clear()


OWN = files("xuncha.settings").joinpath("schedule.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "cannot be read"),
        ("x = [", "is no TOML"),
        (OWN.replace("every_hours = 8", ""), "light.every_hours: is missing"),
        (
            OWN.replace("[machine]", "[machine]\npol_seconds = 1"),
            "machine.pol_seconds: unknown key; did you mean 'poll_seconds'",
        ),
        (OWN.replace("every_hours = 8", 'every_hours = "8"'), "light.every_hours: must be a number, not text"),
    ],
)
def test_a_schedule_that_does_not_fit_is_one_line(written: str | None, said: str, other: Path) -> None:
    if written is not None:
        other.write_text(written, "utf-8")
    with pytest.raises(InvalidInput, match=said) as told:
        load_schedule_settings()
    assert "\n" not in told.value.text.zh


def test_a_schedule_with_other_clocks_is_taken(other: Path) -> None:
    other.write_text(OWN.replace("every_hours = 8", "every_hours = 0.5"), "utf-8")
    assert load_schedule_settings().light.every_hours == 0.5
