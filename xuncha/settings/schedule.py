"""When a platform is due: every N days or by a cron expression, in Beijing time, each platform at its own time."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from croniter import CroniterBadCronError, CroniterBadDateError, croniter

from crawler.table_builder import ConfigurationError
from probes.finding import Text
from xuncha.settings.schedule_settings import FILE, Clocks
from xuncha.settings.target import InvalidInput
from xuncha.settings.zone import BEIJING

EPOCH = datetime(2024, 1, 1, tzinfo=BEIJING)  # a Monday: weeks begin where people expect
_EVERY = re.compile(r"^(?:every|每)?\s*(\d{1,4})\s*(?:d|days?|天|日)$", re.I)
_WORDS = {
    "daily": 1,
    "每天": 1,
    "每日": 1,
    "weekly": 7,
    "每周": 7,
    "monthly": 30,
    "每月": 30,
    "quarterly": 91,
    "每季度": 91,
}
_FIELDS = 5
OTHER = "XUNCHA_SCHEDULE"
_DAYS = 3650


@cache
def load_schedule_settings() -> Clocks:
    """The table schedule.toml, or the one that XUNCHA_SCHEDULE names: tests must not wait for minutes.

    Raises InvalidInput where that one cannot be read, or has other names or kinds of values than ours.
    """
    return _other(Path(other)) if (other := os.environ.get(OTHER)) else FILE.load()


def _other(file: Path) -> Clocks:
    try:
        return FILE.read(file.read_text("utf-8"), OTHER)
    except ConfigurationError as fault:
        why = " ".join(str(fault).removeprefix(f"{OTHER}: ").split())
        if isinstance(fault.__cause__, tomllib.TOMLDecodeError):
            raise _unfit(file, Text(f"不是 TOML：{why}", f"is no TOML: {why}")) from fault
        raise _unfit(file, Text(f"有误：{why}", f"is wrong: {why}")) from fault
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise _unfit(file, Text(f"无法读取：{why}", f"cannot be read: {why}")) from fault
    except UnicodeDecodeError as fault:
        why = " ".join(str(fault).split())
        raise _unfit(file, Text(f"不是 TOML：{why}", f"is no TOML: {why}")) from fault


def _unfit(file: Path, why: Text) -> InvalidInput:
    return InvalidInput(
        f"{OTHER} 指定的 {file} {why.zh}；请改正，或取消该变量",
        f"{file}, which {OTHER} names, {why.en}; correct it or unset the variable",
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """Either every ``days`` days, or by ``cron`` (five fields, Beijing time)."""

    days: int = 0
    cron: str = ""

    @property
    def text(self) -> str:
        """The schedule as text that parses back to itself."""
        return self.cron or f"{self.days}d"

    def following(self, place: str, after: datetime) -> datetime:
        """The first due time after that moment, in UTC, for the platform with address ``place``, which shifts it."""
        if self.days:
            return _every(timedelta(days=self.days), place, after)
        window = timedelta(minutes=load_schedule_settings().spread.cron_minutes)
        times = croniter(self.cron, (after - window).astimezone(BEIJING), ret_type=datetime)
        while True:
            named = times.get_next(datetime)
            room = min(window, times.get_next(datetime) - named)
            times.get_prev(datetime)
            due: datetime = (named + room * compute_share(place)).astimezone(UTC).replace(microsecond=0)
            if due > after:
                return due


def parse_schedule(text: str) -> Schedule | None:
    """Parse ``7d``, ``every 7 days``, ``每7天``, ``weekly``, ``每周`` or a cron expression; None = never automatically.

    "" and ``none`` mean never. Raises InvalidInput.
    """
    said = " ".join(text.split())
    if said.lower() in ("", "none", "无", "-"):
        return None
    if found := _EVERY.match(said):
        days = int(found[1])
        if 1 <= days <= _DAYS:
            return Schedule(days=days)
        raise _wrong(text)
    if said.lower() in _WORDS:
        return Schedule(days=_WORDS[said.lower()])
    if len(said.split(" ")) != _FIELDS:
        raise _wrong(text)
    try:
        croniter(said, EPOCH).get_next(datetime)
    except (CroniterBadCronError, CroniterBadDateError):
        raise _wrong(text) from None
    return Schedule(cron=said)


def compute_next_time(hours: float, place: str, after: datetime) -> datetime:
    """The first time after ``after``, in UTC, of a job every ``hours`` hours at ``place``; the address shifts it, so that not all fall together."""
    return _every(timedelta(hours=hours), place, after)


def compute_share(place: str) -> float:
    """A number from 0 to below 1 derived from an address, the same for ever: how far into a period a platform's jobs fall."""
    return int.from_bytes(hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()[:8], "big") / 2**64


def _every(period: timedelta, place: str, after: datetime) -> datetime:
    offset = timedelta(seconds=int(period.total_seconds() * compute_share(place)))
    passed = (after - EPOCH - offset) // period
    return (EPOCH + offset + period * (passed + 1)).astimezone(UTC)


def _wrong(text: str) -> InvalidInput:
    shown = text.strip()[:60]
    return InvalidInput(
        f"周期写法有误：{shown!r}，请写成 7d、每周，或五段的 cron，如 30 2 * * 1",
        f"schedule {shown!r}: write 7d, weekly, or five cron fields like 30 2 * * 1",
    )
