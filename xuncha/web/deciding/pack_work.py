"""Packs made behind the pages: in a process of its own, which alone reads the signing key. How far each is stands in the store.

So does the pack: whatever process of the workbench is asked hands it out, and one that begins makes what another left half-made.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from fastapi import HTTPException
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from crawler.child_environment import ChildKind, spawn_context
from probes.finding import Text
from storage.errors import StorageError
from storage.jobs.pack_jobs import (
    PackJob,
    PackJobState,
    add_pack_job,
    end_pack_job,
    list_interrupted_pack_jobs,
    load_pack_job,
    note_pack_progress,
    take_over_pack_job,
)
from storage.packs import load_pack
from storage.people.action_log import add_action
from storage.people.invitations import create_invite, is_invite_open, use_invite
from storage.visits.process_liveness import BEAT_SECONDS
from xuncha.pack.build import PackRequest, make_pack
from xuncha.pack.container import measure_container
from xuncha.pack.export import write_pack
from xuncha.pack.not_printed import NotPrinted
from xuncha.pack.verification import keys
from xuncha.settings.target import InvalidInput
from xuncha.web.deciding.judging_work import StorePlace, name_store_place, open_store_place
from xuncha.web.deciding.settling import rejudge_now
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import WebState

log = logging.getLogger(__name__)
PURPOSE = "pack:"  # of the one-use link, with the job's id
ATTEMPTS = 2  # processes that a pack may cost before it is made by request alone
TOLD_EVERY = 1.0  # seconds between two notes of how far a pack is
BROKE = Text("制作证据包的进程异常结束，请重试", "the process that makes the pack ended unexpectedly: try again")


async def start_pack(state: WebState, visitor: Visitor, visit: str, audit: str, sealed: bool) -> PackJob:
    """Begin to make a pack; the job tells how far it is."""
    kept = timedelta(days=state.settings.deciding.pack_days)
    user, actor = visitor.account.id, visitor.actor
    job = await add_pack_job(state.store, visit, audit, user, actor, sealed, state.now(), kept)
    _go_on(state, job, anew=False)
    return job


async def start_again(state: WebState, job: PackJob) -> bool:
    """Make an interrupted pack after all, of the visit as it is judged now; False where another process does so already."""
    taken = await take_over_pack_job(state.store, job.id, state.now(), state.memory.making)
    if taken is not None:
        _go_on(state, taken, anew=True)
    return taken is not None


async def resume_packs(state: WebState) -> None:
    """Make what a process that is gone left half-made. What has cost as many processes as are risked is left for persons to ask for."""
    for job in await list_interrupted_pack_jobs(state.store, state.now(), state.memory.making):
        if job.attempts < ATTEMPTS:
            await start_again(state, job)


async def find_pack_job(state: WebState, visitor: Visitor, id: str) -> PackJob:
    """The pack that this person asked for. Raises 404."""
    job = await load_pack_job(state.store, id, state.now(), state.memory.making)
    if job is None or job.user != visitor.account.id:
        raise HTTPException(404)
    return job


async def invite_to_pack(state: WebState, job: PackJob, lasts: timedelta) -> str:
    """A link's secret by which that pack is handed out once."""
    return await create_invite(state.store, f"{PURPOSE}{job.id}", job.user, state.now(), lasts)


async def hand_out_pack(state: WebState, job: PackJob, secret: str) -> FileResponse:
    """The pack as a file, written out of the store for this answer and then removed; the link is used up by it. Raises 404, StorageError."""
    purpose = f"{PURPOSE}{job.id}"
    if job.state is not PackJobState.DONE or not await is_invite_open(state.store, secret, purpose, state.now()):
        raise HTTPException(404)
    folder = Path(tempfile.mkdtemp(prefix="xuncha-pack-"))
    to = folder / "pack.zip"
    try:
        await asyncio.to_thread(write_pack, state.store, await load_pack(state.store, job.pack), to)
        if await use_invite(state.store, secret, purpose, state.now()) is None:
            raise HTTPException(404)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    name = f"xuncha-{job.audit[:8]}.zip"
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(to, media_type="application/zip", filename=name, background=gone)


def _go_on(state: WebState, job: PackJob, anew: bool) -> None:
    state.memory.making.add(job.id)
    state.memory.go_on(_make(state, job, anew))


async def _make(state: WebState, job: PackJob, anew: bool) -> None:
    """Make it, and note in the log that it was made. However it ends, it is not said to go on."""
    try:
        try:
            audit = await rejudge_now(state, job.visit) if anew else job.audit
            heard = await _make_beside(state, job, audit)
        except (StorageError, OSError) as fault:
            audit, heard = job.audit, _Heard(fault=_say_fault(fault))
        if not heard.pack:
            why = heard.fault or {"zh": BROKE.zh, "en": BROKE.en}
            await end_pack_job(state.store, job.id, audit=audit, fault=why)
            return
        if await end_pack_job(state.store, job.id, audit=audit, pack=heard.pack, size=heard.size):
            detail = {"audit": audit, "sealed": job.sealed, "bytes": heard.size}
            await add_action(state.store, state.now(), job.actor, "export", f"visit:{job.visit}", detail)
    except StorageError as fault:  # it is seen as interrupted then, and can be asked for again
        log.warning("pack %s: %s", job.id, fault)
    finally:
        state.memory.making.discard(job.id)


@dataclass(slots=True)
class _Heard:
    """What the process that makes a pack has told so far."""

    part: str = ""
    pack: str = ""
    size: int = 0
    fault: Mapping[str, str] | None = None


async def _make_beside(state: WebState, job: PackJob, audit: str) -> _Heard:
    """Make it in a process of its own, with its progress kept in the store. Raises StorageError."""
    context = spawn_context(ChildKind.STORE)
    mouth, ear = context.Pipe(duplex=False)
    place = name_store_place(state.store)
    process = context.Process(target=_make_in_process, args=(place, audit, job.sealed, ear), daemon=True)
    await asyncio.to_thread(process.start)
    ear.close()
    heard = _Heard()
    listening = asyncio.create_task(asyncio.to_thread(_listen, mouth, heard))
    try:
        told, said_at = "", time.monotonic()
        while not listening.done():
            await asyncio.wait({listening}, timeout=TOLD_EVERY)
            if heard.part != told or time.monotonic() - said_at > BEAT_SECONDS:
                told, said_at = heard.part, time.monotonic()
                await note_pack_progress(state.store, job.id, told, state.now())
    finally:
        if not listening.done():  # the workbench ends, or cannot reach its store: nobody waits for this pack
            process.kill()
        await asyncio.to_thread(process.join)
    return heard


def _listen(mouth: Connection, heard: _Heard) -> None:
    """Take what the process tells, until it ends."""
    while True:
        try:
            what, said = mouth.recv()
        except (EOFError, OSError):
            return
        if what == "part":
            heard.part = str(said)
        elif what == "fault":
            heard.fault = said
        else:
            heard.pack, heard.size = said


def _make_in_process(place: StorePlace, audit: str, sealed: bool, ear: Connection) -> None:
    try:
        ear.send(("done", asyncio.run(_make_pack(place, audit, sealed, lambda part: ear.send(("part", part))))))
    except (InvalidInput, NotPrinted) as fault:
        ear.send(("fault", {"zh": fault.text.zh, "en": fault.text.en}))
    except (StorageError, keys.KeyFault) as fault:
        ear.send(("fault", _say_fault(fault)))
    finally:
        ear.close()


def _say_fault(fault: Exception) -> dict[str, str]:
    return {"zh": f"未能制作：{fault}", "en": f"it could not be made: {fault}"}


async def _make_pack(place: StorePlace, audit: str, sealed: bool, tell: Callable[[str], None]) -> tuple[str, int]:
    """The id of the pack, which is kept in the store, and the size of its file."""
    wish = PackRequest(lambda: keys.open_signer(keys.find_key_folder(place.data)), sealed)
    async with open_store_place(place) as store:
        pack, _ = await make_pack(store, audit, wish, lambda part: tell(part.en))
    return pack.id, measure_container((file.name, file.size) for file in pack.files)
