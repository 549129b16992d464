"""Times as shown to people: in Beijing time, or in the zone that XUNCHA_ZONE names, and always with the zone's name.

Legal days (deadlines, consents, baselines) are counted in Beijing whatever the setting, in the modules that count them.
"""

from __future__ import annotations

import os
import zoneinfo
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache

from probes.finding import Text
from xuncha.settings.target import InvalidInput

SETTING = "XUNCHA_ZONE"
BEIJING = timezone(timedelta(hours=8))  # China has had no other since 1991
BEIJINGS = ("", "Asia/Shanghai", "Asia/Chongqing", "PRC", "Beijing", "北京")
NO_TIME = "—"


def shown_zone() -> tzinfo:
    """The zone in which times are shown. Raises InvalidInput where the setting names none."""
    return _zone(_said())


def zone_name() -> Text:
    """The zone's name for people."""
    said = _said()
    return Text("北京时间", "Beijing time") if said in BEIJINGS else Text(f"{said} 时间", f"{said} time")


def format_clock(at: datetime | str | None, seconds: bool = False) -> str:
    """Day and time, for a place that names the zone itself: «2026-11-27 18:20»; a dash for none.

    Such places use ``add_zone_to_heading`` or ``zone_name``. A text is ISO 8601 with its offset; one that is no time is
    shown as it is. Raises InvalidInput for a setting that names no zone.
    """
    moment = _moment(at)
    if not isinstance(moment, datetime):
        return moment
    return f"{moment:%Y-%m-%d %H:%M:%S}" if seconds else f"{moment:%Y-%m-%d %H:%M}"


def format_day(at: datetime | str | None) -> str:
    """The day alone; otherwise like ``format_clock``."""
    moment = _moment(at)
    return f"{moment:%Y-%m-%d}" if isinstance(moment, datetime) else moment


def format_clock_near(at: datetime | None, now: datetime) -> str:
    """The time, with the day only where it is not the day of ``now``; for a place that names the zone itself."""
    there, here = _moment(at), _moment(now)
    if not isinstance(there, datetime) or not isinstance(here, datetime):
        return NO_TIME
    return f"{there:%H:%M}" if there.date() == here.date() else f"{there:%m-%d %H:%M}"


def format_with_zone(at: datetime | str | None, seconds: bool = False) -> Text:
    """A time with the name of its zone: «2026-11-27 18:20 北京时间»."""
    shown = format_clock(at, seconds)
    return Text(shown, shown) if shown == NO_TIME else Text(f"{shown} {zone_name().zh}", f"{shown} {zone_name().en}")


def format_day_with_zone(at: datetime | str | None) -> Text:
    """A day with the name of the zone it is counted in: «2026-11-27（北京时间）»."""
    shown = format_day(at)
    return Text(shown, shown) if shown == NO_TIME else add_zone_to_heading(Text(shown, shown))


def add_zone_to_heading(head: Text) -> Text:
    """The heading of a column of times: «检测时间（北京时间）»."""
    return Text(f"{head.zh}（{zone_name().zh}）", f"{head.en} ({zone_name().en})")


def _said() -> str:
    return os.environ.get(SETTING, "").strip()


@cache
def _zone(said: str) -> tzinfo:
    if said in BEIJINGS:
        return BEIJING
    try:
        return zoneinfo.ZoneInfo(said)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise InvalidInput(
            f"{SETTING} 不是时区名：{said[:60]!r}，应如 Asia/Shanghai 或 UTC",
            f"{SETTING}={said[:60]!r} is no time zone: write it like Asia/Shanghai or UTC",
        ) from fault


def _moment(at: datetime | str | None) -> datetime | str:
    if at is None or at == "":
        return NO_TIME
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:  # somebody else's record: show what it says
            return at
    return at.astimezone(shown_zone())
