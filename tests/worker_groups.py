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
from collections import deque
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.lanes import TABLE

KEY = "groups_file"
WAITING = tuple(TABLE["order"]["waiting"])
BUSY: int = TABLE["order"]["busy"]
LAST: int = TABLE["order"]["last"]


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives out groups as they are marked, and single tests where there is no mark.

    As many workers as ``busy`` says take groups that keep a processor busy first, the others what mostly waits: more busy groups at
    a time than there are processors only slow each other down, and while all wait the processors stand still. Once nothing
    that waits is left, ``last`` workers go on with the others.
    """

    def __init__(self, config: pytest.Config, log: Producer, file: Path) -> None:
        super().__init__(config, log)
        self._file = file
        self._groups: dict[str, str] | None = None
        self._queues: dict[bool, deque[str]] | None = None  # by whether a group waits

    def _assign_work_unit(self, node: WorkerController) -> None:
        scope = self._next_for(node)
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: WorkerController) -> None:
        if self.workqueue and not node.shutting_down and self._next_for(node) is None:
            node.shutdown()  # what it has is still done
        else:
            super()._reschedule(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Of a worker that died the groups go back; the test it died of is returned."""
        self._queues = None
        died_of: str | None = super().remove_node(node)
        return died_of

    def _next_for(self, node: WorkerController) -> str | None:
        """The group that this worker is to have next; None where those that are left are for others."""
        if self._queues is None:
            self._queues = {True: deque(), False: deque()}
            for scope, tests in self.workqueue.items():
                self._queues[next(iter(tests)).startswith(WAITING)].append(scope)
        place = self.nodes.index(node)
        for waits in (False, True) if place < BUSY else (True, False) if place < LAST else (True,):
            queue = self._queues[waits]
            while queue and queue[0] not in self.workqueue:
                queue.popleft()
            if queue:
                return queue[0]
        return None

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
