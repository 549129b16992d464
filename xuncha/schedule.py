"""When a platform is due: every N days or by a cron expression, in Beijing time, each platform at a place of its own."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from croniter import CroniterBadCronError, CroniterBadDateError, croniter

from xuncha.target import BadTarget

BEIJING = timezone(timedelta(hours=8))
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
def settings() -> dict[str, Any]:
    """The table schedule.toml, or the one that the environment names: tests must not wait for minutes."""
    if other := os.environ.get(OTHER):
        return tomllib.loads(Path(other).read_text("utf-8"))
    return tomllib.loads(files("xuncha").joinpath("schedule.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Schedule:
    """Either every so many ``days``, or by ``cron`` (five fields, Beijing time)."""

    days: int = 0
    cron: str = ""

    @property
    def text(self) -> str:
        """How it is written down; reads back as itself."""
        return self.cron or f"{self.days}d"

    def following(self, place: str, after: datetime) -> datetime:
        """The first due time after that moment of the platform whose place is drawn from ``place`` (its address). UTC."""
        if self.days:
            return _every(timedelta(days=self.days), place, after)
        window = timedelta(minutes=float(settings()["spread"]["cron_minutes"]))
        times = croniter(self.cron, (after - window).astimezone(BEIJING), ret_type=datetime)
        while True:
            named = times.get_next(datetime)
            room = min(window, times.get_next(datetime) - named)
            times.get_prev(datetime)
            due: datetime = (named + room * share(place)).astimezone(UTC).replace(microsecond=0)
            if due > after:
                return due


def read(text: str) -> Schedule | None:
    """``7d``, ``every 7 days``, ``每7天``, ``weekly``, ``每周`` or a cron expression; "" and ``none`` mean never by itself.

    Raises BadTarget.
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


def every(hours: float, place: str, after: datetime) -> datetime:
    """The same for looks that have no schedule of their own."""
    return _every(timedelta(hours=hours), place, after)


def share(place: str) -> float:
    """A place in [0, 1) that stays the same for ever, drawn from an address."""
    return int.from_bytes(hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()[:8], "big") / 2**64


def _every(period: timedelta, place: str, after: datetime) -> datetime:
    offset = timedelta(seconds=int(period.total_seconds() * share(place)))
    passed = (after - EPOCH - offset) // period
    return (EPOCH + offset + period * (passed + 1)).astimezone(UTC)


def _wrong(text: str) -> BadTarget:
    shown = text.strip()[:60]
    return BadTarget(
        f"周期写法有误：{shown!r}，请写成 7d、每周，或五段的 cron，如 30 2 * * 1",
        f"schedule {shown!r}: write 7d, weekly, or five cron fields like 30 2 * * 1",
    )
