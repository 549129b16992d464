"""Hands each group of tests to one worker as a whole, whatever the versions of pytest and xdist make of the marks.

xdist 3.8 tells a worker's groups to the process that gives out work by an ending of test ids, which pytest 9.2 no longer lets it
write: all groups were silently dropped, and what the tests of a file share was made anew in every worker. Here each worker writes
its groups into a file instead, before it tells which tests it has collected.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

KEY = "groups_file"


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives out groups as they are marked, and single tests where there is no mark."""

    def __init__(self, config: pytest.Config, log: Producer, file: Path) -> None:
        super().__init__(config, log)
        self._file = file
        self._groups: dict[str, str] | None = None

    def _split_scope(self, nodeid: str) -> str:
        if self._groups is None:  # first asked when all workers have collected their tests
            self._groups = json.loads(self._file.read_text("utf-8"))
        return self._groups.get(nodeid, nodeid)


@cache
def _file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="xuncha-groups-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "groups.json"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Each worker is told where to write its groups."""
    node.workerinput[KEY] = str(_file())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling | None:
    return GroupScheduling(config, log, _file()) if config.getvalue("dist") == "loadgroup" else None


def tell_groups(session: pytest.Session) -> None:
    """Writes the groups of this worker's tests, those of all workers being the same; does nothing elsewhere."""
    told: dict[str, Any] = getattr(session.config, "workerinput", {})
    if KEY not in told:
        return
    groups = {item.nodeid: _group(item) for item in session.items}
    own = Path(f"{told[KEY]}.{told['workerid']}")
    own.write_text(json.dumps({test: group for test, group in groups.items() if group}), "utf-8")
    os.replace(own, told[KEY])


def _group(item: pytest.Item) -> str:
    return "_".join(sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")}))
