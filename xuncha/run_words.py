"""The words for kinds and reasons of runs, spans and moments, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.vocabulary import GapReason
from probes.finding import Text
from storage.register_tables import RunKind
from xuncha import stages
from xuncha.estimate import Why
from xuncha.schedule import BEIJING

NONE, OTHER = "none", "other"
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def kind(which: RunKind) -> Text:
    return Text(**_words()["kinds"][which])


def why(which: Why) -> Text:
    return Text(**_words()["why"][which])


def reason(said: str) -> Text:
    """Why a run did not come off, like ``blocked`` or ``store: …``; what is behind the colon as it is. It may hold anything."""
    name, colon, detail = said.partition(":")
    if name not in _words()["reasons"]:
        return stages.gap(said)
    known = Text(**_words()["reasons"][name])
    return Text(f"{known.zh}：{detail.strip()}", f"{known.en}: {detail.strip()}") if colon else known


def reason_class(said: str) -> str:
    """One of few names for a reason, fit for a label: what it begins with where that is known, else ``other``; ``none`` for none."""
    name = said.partition(":")[0]
    if not name:
        return NONE
    return name if name in _words()["reasons"] or name in set(GapReason) else OTHER


def called(name: str, url: str) -> str:
    """What a platform is called in a narrow place."""
    return name or urlsplit(url).netloc or url


def span(length: timedelta) -> Text:
    """A length of time in one or two units."""
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


def moment(at: datetime | None, now: datetime) -> str:
    """Beijing time; the day only where it is another one than now's."""
    if at is None:
        return "—"
    there = at.astimezone(BEIJING)
    return f"{there:%H:%M}" if there.date() == now.astimezone(BEIJING).date() else f"{there:%m-%d %H:%M}"


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files("xuncha").joinpath("status.toml").read_text("utf-8"))
