"""Clocks, waits and retries of jobs: the file schedule.toml, or the one that XUNCHA_SCHEDULE names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class Spread:
    """How start times are spread: a thousand platforms of one schedule do not start at once, each has its own time."""

    cron_minutes: Annotated[float, Setting("after the moment a cron expression names", "min")]


@dataclass(frozen=True, slots=True)
class LightLooks:
    """Uptime samples, which ask whether a platform is up."""

    every_hours: Annotated[float, Setting("between two: the standard's check wants 20 in 7 days", "h")]
    again_seconds: Annotated[
        float, Setting("before a page that did not answer is asked once more: only twice is down", "s")
    ]
    pages: Annotated[int, Setting("addresses of a list, or of products, that are tried until one is still there")]
    controls: Annotated[
        tuple[str, ...],
        Setting("asked where the platform's host gave no answer at all: if none answers, our own network is down"),
    ]


@dataclass(frozen=True, slots=True)
class Timings:
    """Timing jobs, which measure how fast pages load, alone on their machine."""

    every_days: Annotated[float, Setting("between two", "days")]
    wait_minutes: Annotated[float, Setting("for the audits of this machine to end, before the run is put back", "min")]
    again_minutes: Annotated[float, Setting("until it is tried again then", "min")]


@dataclass(frozen=True, slots=True)
class MachineLock:
    """How the jobs of one machine wait for each other."""

    poll_seconds: Annotated[float, Setting("how often a lock is asked for that another process holds", "s")]
    wait_minutes: Annotated[float, Setting("for a timing on this machine to end, before an audit is put back", "min")]
    again_minutes: Annotated[float, Setting("until it is tried again then", "min")]


@dataclass(frozen=True, slots=True)
class Retries:
    """When failed jobs are retried."""

    minutes: Annotated[
        tuple[float, ...],
        Setting(
            "before each further try of a platform that was unreachable or blocked; then it is said to be so",
            "min",
        ),
    ]
    store_minutes: Annotated[
        tuple[float, ...], Setting("what a store that refuses costs before the same work is tried again", "min")
    ]


@dataclass(frozen=True, slots=True)
class SecondAudit:
    """The second audit of a suspected red line, before a person decides."""

    minutes: Annotated[float, Setting("after the first", "min")]


@dataclass(frozen=True, slots=True)
class Resume:
    """Resuming an interrupted audit."""

    hours: Annotated[float, Setting("views younger than this are not looked at again", "h")]


@dataclass(frozen=True, slots=True)
class Workers:
    """How workers know of each other, and when one counts as hung."""

    beat_seconds: Annotated[float, Setting("between two signs of life", "s")]
    lost_seconds: Annotated[float, Setting("without one, after which a worker is taken for dead", "s")]
    lost_times: Annotated[
        int, Setting("workers lost with one and the same run before it is set aside as what kills them")
    ]
    hung_counts: Annotated[
        int, Setting("of those that one worker that hung counts for: two such, and no third gets the run")
    ]
    forget_hours: Annotated[float, Setting("how long a dead worker is still listed", "h")]
    hung_budgets: Annotated[float, Setting("a run that takes so many times its budget hangs", "times")]
    plan_seconds: Annotated[float, Setting("between two plannings of what is due", "s")]
    retry_seconds: Annotated[float, Setting("between two tries to reach a database that is away", "s")]


@dataclass(frozen=True, slots=True)
class Clocks:
    """When registered platforms are due, and what is done where one could not be looked at. Times are Beijing's."""

    spread: Spread
    light: LightLooks
    timing: Timings
    machine: MachineLock
    retries: Retries
    second_audit: SecondAudit
    resume: Resume
    workers: Workers


FILE = SettingsFile("xuncha.settings", "schedule.toml", Clocks)
