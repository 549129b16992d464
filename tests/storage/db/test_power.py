"""The power fails at any moment: whatever the disk holds by then opens, and all that was promised is in it.

The syncs of a real writer are recorded (power.c); of each of its moments the disk is made anew with what had been synced by then and
nothing else, which is the least that any disk holds.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select, text

from storage.db.session import Store, open_store
from storage.db.tables import DocumentRow, ViewRow
from storage.decisions import load_decisions
from storage.stored_evidence import verify_evidence
from storage.visits.sites import load_captured_views
from tests.storage.db.powered import RELAXED, ROUNDS
from tests.storage.seen import PLATFORM

pytestmark = pytest.mark.commands

HERE = Path(__file__).parent
MOMENTS = 14  # of the writer's, evenly spread, and the last


@dataclass
class Recording:
    """What a writer synced, in its order, and what it was promised at which of its syncs."""

    root: Path
    log: Path
    lines: list[list[str]]
    promises: list[tuple[int, str, str]] = field(default_factory=list)

    def disk(self, at: int, to: Path, torn: bool = False) -> None:
        """What the disk holds after so many syncs. ``torn``: and half of what the database's log is given for the next one."""
        contents: dict[str, Path] = {}
        folders: dict[str, dict[str, str]] = {str(self.root): {}}
        for line in self.lines[:at]:
            if line[0] == "F":
                contents[line[2]] = self.log / line[1]
            else:
                named = (self.log / line[1]).read_text("utf-8").splitlines()
                folders[line[2]] = {name: inode for inode, _, name in (raw.partition(" ") for raw in named)}
        self._put(str(self.root), to, contents, folders)
        log = to / "xuncha.db-wal"
        if torn and at in self.before_log() and log.exists():
            new = (self.log / self.lines[at][1]).read_bytes()
            log.write_bytes(new[: (log.stat().st_size + len(new)) // 2])

    def before_log(self) -> list[int]:
        """After how many syncs the database's log is what is synced next."""
        return [at for at, one in enumerate(self.lines) if one[0] == "F" and one[3].endswith("-wal")]

    def _put(
        self, folder: str, to: Path, contents: Mapping[str, Path], folders: Mapping[str, Mapping[str, str]]
    ) -> None:
        to.mkdir(exist_ok=True)
        for name, inode in folders[folder].items():
            path = f"{folder}/{name}"
            if path in folders or Path(path).is_dir():
                if path in folders:
                    self._put(path, to / name, contents, folders)
                else:
                    (to / name).mkdir(exist_ok=True)
            elif inode in contents:
                shutil.copyfile(contents[inode], to / name)
            elif not name.endswith("-shm"):  # which is no part of the database
                (to / name).write_bytes(b"")

    def by(self, at: int) -> Mapping[str, set[str]]:
        """What had been promised by then."""
        found: dict[str, set[str]] = defaultdict(set)
        for sync, kind, name in self.promises:
            if sync <= at:
                found[kind].add(name)
        return found


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler, which the recorder of syncs needs")
    made = tmp_path_factory.mktemp("power") / "power.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, HERE / "power.c", "-ldl"], check=True)
    return made


def recorded(shim: Path, folder: Path, *words: str) -> Recording:
    root, log = folder / "data", folder / "log"
    root.mkdir()
    log.mkdir()
    given = {"LD_PRELOAD": str(shim), "POWER_ROOT": str(root), "POWER_LOG": str(log), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.storage.db.powered", str(root), *words], cwd=HERE.parents[2], env=given,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    lines = [line.split(" ", 3 if line[0] == "F" else 2) for line in (log / "log").read_text("utf-8").splitlines()]
    said = [line.split() for line in ran.stdout.splitlines()]
    return Recording(root, log, lines, [(int(sync), kind, name) for sync, kind, name in said])


async def held(store: Store, visit: str) -> Mapping[str, set[str]]:
    """What a store holds, by the same names."""
    decided = await load_decisions(store, PLATFORM.url)
    async with store.reading() as session:
        documents = set(await session.scalars(select(DocumentRow.sha256)))
        asked = set(await session.scalars(text("SELECT id FROM runs")))
        views = set(await session.scalars(select(ViewRow.id).where(ViewRow.visit_id == visit)))
    return {
        "decision": {decision.item for decision in decided.items},
        "document": documents,
        "run": asked,
        "view": views,
    }


async def lost(recording: Recording, at: int, folder: Path, torn: bool) -> list[str]:
    """What had been promised by then and is not there, in a store that opens and whose evidence is whole."""
    recording.disk(at, folder, torn)
    promises = recording.by(at)
    async with open_store(folder) as store:
        verified = await verify_evidence(store)
        assert (verified.missing, verified.damaged) == ((), ()), at
        if promises["store"]:
            assert {store.blobs.owner()} == promises["store"]
        missing = [sha for sha in promises["blob"] | promises["document"] if not store.blobs.has(sha)]
        for visit in promises["visit"]:
            there = await held(store, visit)
            missing += [name for kind, names in there.items() for name in promises[kind] - names]
            await load_captured_views(store, visit)  # each view that is named can be read
    return missing


@pytest.mark.parametrize("torn", [False, True])
async def test_the_power_fails_at_any_moment(shim: Path, tmp_path: Path, torn: bool) -> None:
    recording = recorded(shim, tmp_path)
    assert len(recording.promises) == 5 * ROUNDS + 3
    many = len(recording.lines)
    moments = recording.before_log() if torn else range(1, many + 1)
    for at in sorted({*moments[:: max(len(moments) // MOMENTS, 1)], moments[-1]}):
        assert await lost(recording, at, tmp_path / f"disk-{at}", torn) == [], at


async def test_a_database_that_is_not_synced_would_lose_what_it_promised(shim: Path, tmp_path: Path) -> None:
    """That the recording shows what is lost where something is."""
    recording = recorded(shim, tmp_path, RELAXED)
    assert await lost(recording, len(recording.lines), tmp_path / "disk", False)
