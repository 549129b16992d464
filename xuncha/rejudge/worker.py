"""A worker process of rejudging: opens the store once, then judges one visit after the other."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import multiprocessing
import os
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import wait
from pathlib import Path

from probes.finding import Finding, Text
from storage import errors
from storage.audits import (
    Circumstances,
    EncodedAnswers,
    encode_answers,
    load_answers,
    load_audit,
    load_circumstances,
    save_audit,
)
from storage.db.codec import decode_record
from storage.db.judging_bases import JudgingBasis, hash_visit
from storage.db.session import Store, open_store
from storage.rejudging import LatestJudgement
from storage.visits.audit import Audit
from xuncha.audit.rejudge_visit import judge_stored_visit
from xuncha.errors import describe_fault
from xuncha.judging.basis import read_basis
from xuncha.judging.judged import make_local_judge
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.judging.timed_asker import TimedAsker, limit_process_memory, load_judging_limits
from xuncha.rejudge.diff import AuditMove, find_moves
from xuncha.rejudge.reuse import find_reusable_checks, keep_findings
from xuncha.settings.stores import EVIDENCE

BUSY_TRIES = 6  # each one waits as long as the database lets a writer wait
# What is wrong with one visit only; anything else is wrong with the store and stops everything.
OF_THE_VISIT = (
    errors.BlobMissing, errors.BlobDamaged, errors.RecordDamaged, errors.NotFound, errors.StillRunning,
)  # fmt: skip


class RejudgeOutcome(StrEnum):
    """The outcome of judging a visit again."""

    SAME = "same"  # all answers are the same, to the byte
    WORDS = "words"  # answers say or rest on something else, and no decision differs
    MOVED = "moved"  # a verdict, a value, a red line or a score differs
    FIRST = "first"  # it had no audit yet
    PRUNED = "pruned"  # its pages are no longer kept: its audit stands
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RejudgeResult:
    """One visit judged again.

    ``now`` is the id of the audit that was stored, "" = none; ``why`` it could not be read.
    """

    standing: LatestJudgement
    came: RejudgeOutcome
    now: str = ""
    moves: tuple[AuditMove, ...] = ()
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class StoreFailure:
    """The store itself cannot be used: the error's name and detail, as errors of two arguments are not picklable."""

    error: str
    detail: str


@dataclass(frozen=True, slots=True)
class RejudgeManner:
    """How visits are judged again.

    ``basis``: what today's checks rest on. ``changed_only``: an audit is stored only where it says something else.
    ``reuse``: checks are asked only if they or the visit changed since the audit before.
    """

    basis: JudgingBasis
    changed_only: bool = False
    reuse: bool = True


@dataclass(slots=True)
class _Worker:
    """The state of this process."""

    store: Store
    rules: Rules
    asker: TimedAsker
    wanted: RejudgeManner
    loop: asyncio.AbstractEventLoop
    leaving: AsyncExitStack = field(default_factory=AsyncExitStack)


_worker: _Worker | None = None


def open_worker(data: Path, database: str | None, wanted: RejudgeManner) -> StoreFailure | None:
    """Open the store: the first call to a worker."""
    global _worker
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    loop, leaving = asyncio.new_event_loop(), AsyncExitStack()
    try:
        store = loop.run_until_complete(
            leaving.enter_async_context(open_store(data, database, os.environ.get(EVIDENCE)))
        )
    except errors.StorageError as fault:
        return StoreFailure(type(fault).__name__, fault.detail)
    asker = TimedAsker(load_judging_limits())
    rules = dataclasses.replace(load_rules(), asking=asker)
    _worker = _Worker(store, rules, asker, wanted, loop, leaving)
    compute_ruleset()
    limit_process_memory(load_judging_limits())
    gc.collect()
    gc.freeze()  # rules and tables live as long as the process
    return None


def _leave_with_parent() -> None:
    """End with the parent: a worker would wait for ever for a killed one. The store is consistent at any moment."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def close_worker() -> None:
    """Close the store: the last call to a worker. The database's own threads would keep the process alive."""
    if _worker is not None:
        _worker.loop.run_until_complete(_worker.leaving.aclose())


def rejudge_in_worker(standing: LatestJudgement) -> RejudgeResult | StoreFailure:
    """Judge one visit, and store what is to be stored."""
    assert _worker is not None
    gc.disable()  # a Site is hundreds of thousands of objects, none of them garbage until it is done with
    try:
        with _worker.asker.visit():
            return _worker.loop.run_until_complete(
                rejudge_and_keep(_worker.store, standing, _worker.rules, _worker.wanted)
            )
    except errors.Pruned:
        return RejudgeResult(standing, RejudgeOutcome.PRUNED)
    except OF_THE_VISIT as fault:
        return RejudgeResult(standing, RejudgeOutcome.UNREADABLE, why=describe_fault(fault))
    except errors.StorageError as fault:
        return StoreFailure(type(fault).__name__, fault.detail)
    finally:
        gc.enable()


async def rejudge_and_keep(
    store: Store, standing: LatestJudgement, rules: Rules, wanted: RejudgeManner | None = None
) -> RejudgeResult:
    """Judge a visit by today's rules and store the audit, unless the newest one has the same rules and says the same.

    ``wanted``: None = all checks are asked, and any audit is stored that says something else or goes by other rules.
    Raises StorageError.
    """
    wanted = wanted or RejudgeManner(read_basis(), reuse=False)
    seen = await hash_visit(store, standing.visit)
    if not standing.audit:
        now, _ = await judge_stored_visit(store, standing.visit, "", None, make_local_judge(rules))
        return RejudgeResult(
            standing, RejudgeOutcome.FIRST, await _kept(store, now, encode_answers(now), wanted.basis, seen)
        )
    around = await load_circumstances(store, standing.audit)
    kept = await load_answers(store, standing.audit)
    read: tuple[Finding, ...] = ()
    if wanted.reuse and (holds := await find_reusable_checks(store, standing.audit, seen, wanted.basis)):
        read = tuple(decode_record(Finding, record) for record in kept.findings)
        rules = dataclasses.replace(rules, kept=keep_findings(read, around.facts, holds))
    now, _ = await judge_stored_visit(store, standing.visit, standing.audit, around.facts, make_local_judge(rules))
    answers = encode_answers(now, kept, read)
    moved: tuple[AuditMove, ...] = ()
    same = _people(now) == _people(around) and answers == kept
    if not same:
        before = await load_audit(store, standing.audit)
        same = _said(before) == _said(now)  # it may have been stored in an older format
        moved = find_moves(before, now, rules.standard)
    if same and (wanted.changed_only or standing.ruleset == now.ruleset):
        return RejudgeResult(standing, RejudgeOutcome.SAME)
    came = RejudgeOutcome.SAME if same else RejudgeOutcome.MOVED if moved else RejudgeOutcome.WORDS
    return RejudgeResult(standing, came, await _kept(store, now, answers, wanted.basis, seen), moved)


def _people(audit: Audit | Circumstances) -> tuple[object, ...]:
    return (audit.red_lines, audit.decisions, audit.line_decisions, audit.flag_decisions)


def _said(audit: Audit) -> tuple[object, ...]:
    return (audit.findings, audit.verdicts, dict(audit.scores), _people(audit))


async def _kept(store: Store, audit: Audit, answers: EncodedAnswers, basis: JudgingBasis, seen: str) -> str:
    """Store the audit, waiting longer than usual where many writers hold the database. Raises StorageError."""
    for left in reversed(range(BUSY_TRIES)):
        try:
            return await save_audit(store, audit, answers, basis, seen)
        except errors.DatabaseBusy:
            if not left:
                raise
    raise AssertionError
