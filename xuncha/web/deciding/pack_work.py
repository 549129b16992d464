"""Packs made behind the pages: in a process of its own, which alone reads the signing key, with its progress told to the page."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from crawler.child_environment import ChildKind, spawn_context
from probes.finding import Text
from storage.errors import StorageError
from storage.people.action_log import add_action
from storage.people.invitations import create_invite
from xuncha.pack.build import PackRequest, make_pack
from xuncha.pack.export import write_pack
from xuncha.pack.not_printed import NotPrinted
from xuncha.pack.verification import keys
from xuncha.settings.target import InvalidInput
from xuncha.web.deciding.judging_work import StorePlace, name_store_place, open_store_place
from xuncha.web.security.access import Visitor
from xuncha.web.web_memory import PackJob
from xuncha.web.web_state import WebState

PURPOSE = "pack:"  # of the one-use link, with the job's id
BROKE = Text("制作证据包的进程异常结束，请重试", "the process that makes the pack ended unexpectedly: try again")


def start_pack(state: WebState, visitor: Visitor, visit: str, audit: str, sealed: bool) -> PackJob:
    """Begin to make a pack; the job tells how far it is."""
    job = PackJob(secrets.token_hex(8), visit, audit, visitor.account.id, sealed, "")
    state.memory.packs[job.id] = job
    state.memory.go_on(_make(state, visitor.actor, job))
    return job


async def invite_to_pack(state: WebState, job: PackJob, lasts: Any) -> str:
    """A link's secret by which that pack is handed out once."""
    return await create_invite(state.store, f"{PURPOSE}{job.id}", job.user, state.now(), lasts)


def forget_pack(state: WebState, job: PackJob) -> None:
    """Remove the file that was handed out; the pack stays stored, and is there at once if it is asked for again."""
    state.memory.packs.pop(job.id, None)
    shutil.rmtree(Path(job.path).parent, ignore_errors=True)


async def _make(state: WebState, actor: str, job: PackJob) -> None:
    """Make it in a process of its own, and note in the log that it was made."""
    folder = Path(tempfile.mkdtemp(prefix="xuncha-pack-"))
    to = folder / f"{job.audit[:8]}.zip"
    context = spawn_context(ChildKind.STORE)
    mouth, ear = context.Pipe(duplex=False)
    process = context.Process(
        target=_make_in_process, args=(name_store_place(state.store), job.audit, job.sealed, to, ear), daemon=True
    )
    await asyncio.to_thread(process.start)
    ear.close()
    written = await asyncio.to_thread(_listen, mouth, job)
    await asyncio.to_thread(process.join)
    if not written and job.fault is None:
        job.fault = {"zh": BROKE.zh, "en": BROKE.en}
    if written:
        job.path, job.size = str(to), to.stat().st_size
        job.done = True  # only now may it be asked for
        detail = {"audit": job.audit, "sealed": job.sealed, "bytes": job.size}
        await add_action(state.store, state.now(), actor, "export", f"visit:{job.visit}", detail)


def _listen(mouth: Connection, job: PackJob) -> bool:
    """Take what the process tells, until it ends; returns whether the file is written."""
    written = False
    while True:
        try:
            what, said = mouth.recv()
        except (EOFError, OSError):
            return written
        if what == "part":
            job.progress = str(said)
        elif what == "fault":
            job.fault = said
        else:
            written = True


def _make_in_process(place: StorePlace, audit: str, sealed: bool, to: Path, ear: Connection) -> None:
    try:
        asyncio.run(_make_pack(place, audit, sealed, to, lambda part: ear.send(("part", part))))
        ear.send(("done", ""))
    except (InvalidInput, NotPrinted) as fault:
        ear.send(("fault", {"zh": fault.text.zh, "en": fault.text.en}))
    except (StorageError, keys.KeyFault) as fault:
        ear.send(("fault", {"zh": f"未能制作：{fault}", "en": f"it could not be made: {fault}"}))
    finally:
        ear.close()


async def _make_pack(place: StorePlace, audit: str, sealed: bool, to: Path, tell: Callable[[str], None]) -> None:
    wish = PackRequest(lambda: keys.open_signer(keys.find_key_folder(place.data)), sealed)
    async with open_store_place(place) as store:
        pack, _ = await make_pack(store, audit, wish, lambda part: tell(part.en))
        await asyncio.to_thread(write_pack, store, pack, to)
