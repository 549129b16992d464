"""Whether this copy of the program runs from a source tree or was installed as a package."""

from __future__ import annotations

from pathlib import Path

import probes
from probes.schema.probe_table import TABLE


def find_source_tree() -> Path | None:
    """The root of the source tree; None where the program was installed, and its table is beside the probes."""
    installed = Path(probes.__file__ or "").resolve().parent == TABLE.parent
    return None if installed else TABLE.parent


def doctor_command() -> str:
    """The command that says what is missing here; in a tree it also installs it."""
    return "xuncha doctor" if find_source_tree() is None else "./do doctor"
