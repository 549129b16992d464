"""What is done for each kind of run: the one place where kinds and their work meet."""

from __future__ import annotations

from collections.abc import Mapping

from storage.register_tables import RunKind
from xuncha.audit_task import audit_platform
from xuncha.light_task import look_lightly
from xuncha.tasks import Work
from xuncha.timing_task import time_platform

WORKS: Mapping[RunKind, Work] = {
    RunKind.AUDIT: audit_platform,
    RunKind.SECOND_AUDIT: audit_platform,
    RunKind.LIGHT: look_lightly,
    RunKind.TIMING: time_platform,
}
