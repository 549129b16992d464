"""Words for kinds and reasons of jobs, durations and times, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.settings_file import WordTable
from crawler.vocabulary import GapReason
from probes.finding import Text
from storage.db.register_tables import JobKind
from xuncha.console import stage_names
from xuncha.settings.zone import format_clock_near
from xuncha.status.estimate import NoEstimateReason

NONE, OTHER = "none", "other"
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def describe_job_kind(which: JobKind) -> Text:
    """The words for a kind of job."""
    return Text(**_words()["kinds"][which])


def describe_no_estimate(which: NoEstimateReason) -> Text:
    """The words for why there is no estimate."""
    return Text(**_words()["why"][which])


def describe_reason(said: str) -> Text:
    """Why a job failed, such as ``blocked`` or ``store: …``.

    Whatever follows the colon is kept as it is, and may be anything.
    """
    name, colon, detail = said.partition(":")
    if name not in _words()["reasons"]:
        return stage_names.describe_stage_gap(said)
    known = Text(**_words()["reasons"][name])
    return Text(f"{known.zh}：{detail.strip()}", f"{known.en}: {detail.strip()}") if colon else known


def classify_reason(said: str) -> str:
    """The class of a reason, fit for a metrics label: its known first word, else ``other``; ``none`` for none."""
    name = said.partition(":")[0]
    if not name:
        return NONE
    return name if name in _words()["reasons"] or name in set(GapReason) else OTHER


def shorten_platform_name(name: str, url: str) -> str:
    """A platform's name where space is short."""
    return name or urlsplit(url).netloc or url


def describe_span(length: timedelta) -> Text:
    """A duration in one or two units."""
    if length < _MINUTE:
        seconds = max(0, int(length.total_seconds()))
        return Text(f"{seconds} 秒", f"{seconds} s")
    if length < _HOUR:
        return Text(f"{length // _MINUTE} 分", f"{length // _MINUTE} min")
    if length < _DAY:
        hours, minutes = length // _HOUR, length % _HOUR // _MINUTE
        return Text(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    days, hours = length // _DAY, length % _DAY // _HOUR
    return Text(f"{days} 天 {hours} 小时", f"{days} d {hours} h")


def format_time_near(at: datetime | None, now: datetime) -> str:
    """The time of day in the zone that the status head names; with its day only where that differs from now's."""
    return format_clock_near(at, now)


def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return WordTable("xuncha.status", "status.toml").load()
