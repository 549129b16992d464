"""Limits on judging one visit, in a process of its own: the file judging.toml. No page may block other audits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class JudgingLimits:
    """The file judging.toml; seconds are processor time but for ``silent_seconds``."""

    check_seconds: Annotated[
        float, Setting("for one check on one device; beyond it has no answer, which is never a fail", "s")
    ]
    visit_seconds: Annotated[
        float, Setting("for all checks of one judging together; those that are left then have no answer", "s")
    ]
    grace_seconds: Annotated[
        float, Setting("more, before the system ends a process that does not leave off by itself", "s")
    ]
    memory_mb: Annotated[int, Setting("more address space than the process has when it begins", "MiB")]
    silent_seconds: Annotated[
        float, Setting("by the clock on the wall: a process that says nothing for so long is ended", "s")
    ]
    restarts: Annotated[
        int, Setting("processes that end over one and the same visit, each over another check, before it is given up")
    ]
    ahead_growth: Annotated[
        int,
        Setting("times as many pages as before, upon which those seen so far are read while a visit goes on", "times"),
    ]


FILE = SettingsFile("xuncha.judging", "judging.toml", JudgingLimits)
