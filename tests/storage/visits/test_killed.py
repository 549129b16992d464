"""An audit killed at any point leaves a consistent store, is listed as interrupted, and all it was promised is there."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from storage.audit_list import list_audits
from storage.blobs.folder import FolderBlobStore
from storage.db.session import open_store
from storage.db.tables import VisitState
from storage.visits.sites import load_captured_views, load_site
from storage.visits.visits import resume_visit
from tests.storage.seen import a_view

pytestmark = pytest.mark.commands

ROOT = Path(__file__).parents[3]


async def kill_after(data: Path, database: str | None, lines: int) -> list[tuple[str, str]]:
    """Runs a visit, kills it with SIGKILL right after it said so many things, and returns all it said."""
    words = [sys.executable, "-m", "tests.storage.visits.killed", str(data), *([database] if database else [])]
    process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said: list[bytes] = []
    while len(said) < lines:
        line = await process.stdout.readline()
        assert line, "the visit ended by itself"
        said.append(line)
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    said += [line for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
    return [(kind, name) for kind, _, name in (line.decode().strip().partition(" ") for line in said)]


@pytest.mark.parametrize("round", range(5))
@pytest.mark.usefixtures("ready_tables")
async def test_killed_anywhere(tmp_path: Path, database: str | None, round: int) -> None:
    said = await kill_after(tmp_path, database, random.Random(round).randint(1, 120))
    visit = said[0][1]
    promised = {kind: {name for text, name in said if text == kind} for kind in ("blob", "view", "fetch", "timing")}
    async with open_store(tmp_path, database) as store:
        (listed,) = await list_audits(store)
        assert (listed.visit, listed.audit, listed.state) == (visit, None, VisitState.INTERRUPTED)
        site = await load_site(store, visit)
        for view in site.views:
            assert view == a_view(int(view.id[1:]))
        assert promised["view"] <= {view.id for view in site.views}
        assert listed.views == len(site.views)
        assert promised["fetch"] <= {fetch.id for fetch in site.fetches}
        assert promised["timing"] <= {str(timing.run) for timing in site.timings}
        assert sum(kind == "gap" for kind, _ in said) <= len(site.gaps)
        for sha in promised["blob"]:
            await store.blobs.get(sha)
        assert isinstance(store.blobs, FolderBlobStore)
        for path in store.blobs.folder.glob("??/??/*"):
            assert len(await store.blobs.get(path.name)) > 0  # whatever has a name is whole
        async with await resume_visit(store, visit) as keeper:
            await keeper.view(a_view(999_999))
            assert await load_captured_views(store, visit) == (*site.views, a_view(999_999))


async def test_killed_while_the_tables_are_made(tmp_path: Path, database: str | None) -> None:
    words = [sys.executable, "-m", "tests.storage.visits.killed", str(tmp_path), *([database] if database else [])]
    for wait in (0.5, 0.7, 0.9):
        process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, cwd=ROOT)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(process.wait(), wait)
        process.kill()
        await process.communicate()
    async with open_store(tmp_path, database) as store:
        assert all(audit.state is VisitState.INTERRUPTED for audit in await list_audits(store))
