"""The handler of each kind of job: the one place where kinds and handlers meet."""

from __future__ import annotations

from collections.abc import Mapping

from storage.db.register_tables import JobKind
from xuncha.fleet.audit_handler import audit_platform
from xuncha.fleet.light_handler import sample_uptime
from xuncha.fleet.task import Handler
from xuncha.fleet.timing_handler import time_platform

WORKS: Mapping[JobKind, Handler] = {
    JobKind.AUDIT: audit_platform,
    JobKind.SECOND_AUDIT: audit_platform,
    JobKind.LIGHT: sample_uptime,
    JobKind.TIMING: time_platform,
}
