"""What one worker process of rejudging does: opens the store once, then judges the visits it is given, one after the other."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import wait
from pathlib import Path

from probes.finding import Text
from probes.reading import remember
from storage import errors
from storage.audits import (
    Answers,
    Audit,
    Circumstances,
    encoded,
    load_audit,
    load_circumstances,
    save_audit,
    stored_answers,
)
from storage.rejudging import Standing
from storage.session import Store, open_store
from xuncha.audit import Rules, load_rules
from xuncha.faults import told
from xuncha.rejudge import judged_again
from xuncha.rejudge_moves import Move, moves
from xuncha.ruleset import ruleset
from xuncha.stores import EVIDENCE

BUSY_TRIES = 6  # each waits as long as the database itself lets a writer wait
# What is wrong with one visit; all else is wrong with the store and stops the whole.
OF_THE_VISIT = (
    errors.BlobMissing, errors.BlobDamaged, errors.RecordDamaged, errors.NotFound, errors.StillRunning,
)  # fmt: skip


class Came(StrEnum):
    """What judging a visit anew came to."""

    SAME = "same"  # all answers are what they were, to the byte
    WORDS = "words"  # answers differ in what they say or rest on, and nothing is decided otherwise
    MOVED = "moved"  # a verdict, a value, a red line or a score is not what it was
    FIRST = "first"  # it had not been judged before
    PRUNED = "pruned"  # its pages are no longer kept: what was judged stands
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Judged:
    """One visit judged anew. ``now`` is the id of the audit that was kept, "" where none was; ``why`` tells why it was not read."""

    standing: Standing
    came: Came
    now: str = ""
    moves: tuple[Move, ...] = ()
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The store itself cannot be used: the name of the error and its detail, for errors of two arguments do not travel."""

    error: str
    detail: str


@dataclass(slots=True)
class _Worker:
    """The one of this process."""

    store: Store
    rules: Rules
    changed_only: bool
    loop: asyncio.AbstractEventLoop
    leaving: AsyncExitStack = field(default_factory=AsyncExitStack)


_worker: _Worker | None = None


def begin(data: Path, database: str | None, changed_only: bool) -> Stop | None:
    """The first thing a worker is asked to do."""
    global _worker
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    loop, leaving = asyncio.new_event_loop(), AsyncExitStack()
    try:
        store = loop.run_until_complete(
            leaving.enter_async_context(open_store(data, database, os.environ.get(EVIDENCE)))
        )
    except errors.StorageError as fault:
        return Stop(type(fault).__name__, fault.detail)
    _worker = _Worker(store, load_rules(), changed_only, loop, leaving)
    ruleset()
    gc.collect()
    gc.freeze()  # rules and tables stay as long as the process
    return None


def _leave_with_parent() -> None:
    """Who waits for work from a process that was killed would wait for ever; the store is whole at any moment."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def end() -> None:
    """The last thing: the database's own threads would keep the process from ending."""
    if _worker is not None:
        _worker.loop.run_until_complete(_worker.leaving.aclose())


def work(standing: Standing) -> Judged | Stop:
    """Judge one visit, keep what is to be kept."""
    assert _worker is not None
    gc.disable()  # a Site is hundreds of thousands of objects, none of them garbage until it is done with
    try:
        return _worker.loop.run_until_complete(anew(_worker.store, standing, _worker.rules, _worker.changed_only))
    except errors.Pruned:
        return Judged(standing, Came.PRUNED)
    except OF_THE_VISIT as fault:
        return Judged(standing, Came.UNREADABLE, why=told(fault))
    except errors.StorageError as fault:
        return Stop(type(fault).__name__, fault.detail)
    finally:
        remember.forget()
        gc.enable()


async def anew(store: Store, standing: Standing, rules: Rules, changed_only: bool = False) -> Judged:
    """Judge a visit under today's rules and keep the audit, unless the newest one belongs to these rules and says the same.

    ``changed_only`` keeps none that says the same under other rules either. Raises StorageError.
    """
    if not standing.audit:
        now, _ = await judged_again(store, standing.visit, "", None, rules)
        return Judged(standing, Came.FIRST, await _kept(store, now, encoded(now)))
    around = await load_circumstances(store, standing.audit)
    now, _ = await judged_again(store, standing.visit, standing.audit, around.facts, rules)
    kept = await stored_answers(store, standing.audit)
    answers = encoded(now, kept)
    moved: tuple[Move, ...] = ()
    same = _people(now) == _people(around) and answers == kept
    if not same:
        before = await load_audit(store, standing.audit)
        same = _said(before) == _said(now)  # it may have been written down in another form
        moved = moves(before, now, rules.standard)
    if same and (changed_only or standing.ruleset == now.ruleset):
        return Judged(standing, Came.SAME)
    came = Came.SAME if same else Came.MOVED if moved else Came.WORDS
    return Judged(standing, came, await _kept(store, now, answers), moved)


def _people(audit: Audit | Circumstances) -> tuple[object, ...]:
    return (audit.red_lines, audit.decisions, audit.line_decisions, audit.flag_decisions)


def _said(audit: Audit) -> tuple[object, ...]:
    return (audit.findings, audit.verdicts, dict(audit.scores), _people(audit))


async def _kept(store: Store, audit: Audit, answers: Answers) -> str:
    """Keep it, waiting longer than others do where the database is held by many writers. Raises StorageError."""
    for left in reversed(range(BUSY_TRIES)):
        try:
            return await save_audit(store, audit, answers)
        except errors.DatabaseBusy:
            if not left:
                raise
    raise AssertionError
