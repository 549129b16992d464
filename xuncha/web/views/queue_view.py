"""The queue of one person: one row a visit, with what is open, due, in dispute and lapsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scoring.standard_tables import Verdict
from storage.people.work.assignments import Assignment, ReaderPart
from storage.people.work.work_queue import DecidedLine, QueuedVisit

_DECIDED = frozenset(verdict.value for verdict in Verdict if verdict.decided or verdict is Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One visit in a person's queue. ``done`` of ``items``: in the person's own queue those that the person is asked and need not decide
    any more, elsewhere those that anybody need not; ``open``: items that wait for this person; ``disputed``: items that wait for a
    third; ``lapsed``: open ones that were decided on an earlier visit."""

    visit: str
    name: str
    url: str
    started_at: datetime
    items: int
    done: int
    open: int
    disputed: tuple[str, ...]
    lapsed: tuple[str, ...]
    parts: tuple[str, ...] = ()
    due_at: datetime | None = None
    overdue: bool = False
    readers: tuple[str, ...] = ()


def make_queue_rows(
    queued: Mapping[str, QueuedVisit], asked: Sequence[Assignment], assessor: str, apart: float, now: datetime
) -> tuple[QueueRow, ...]:
    """The rows of the visits that a person is asked about: what is due first, then what is oldest."""
    rows = []
    for id in dict.fromkeys(assignment.visit for assignment in asked):
        if id not in queued:
            continue
        own = [assignment for assignment in asked if assignment.visit == id]
        due = min((assignment.due_at for assignment in own if assignment.due_at), default=None)
        row = make_queue_row(queued[id], assessor, apart, [assignment.item for assignment in own])
        parts = tuple(dict.fromkeys(assignment.part.value for assignment in own))
        rows.append(_with_due(_with_own_progress(row, queued[id], own), parts, due, now))
    return tuple(sorted(rows, key=lambda row: (row.due_at is None, row.due_at or row.started_at, row.started_at)))


def make_queue_row(
    visit: QueuedVisit, assessor: str, apart: float, only: Iterable[str] = (""), readers: tuple[str, ...] = ()
) -> QueueRow:
    """The row of a visit for that assessor; ``only``: the items that the person is asked about, "" among them = all."""
    wanted = set(only)
    mine = {line.subject for line in visit.decided if line.assessor == assessor and line.kind == "item"}
    disputed = find_disputed_items(visit.decided, apart)
    settled = {line.subject for line in visit.decided if line.kind == "item"} - set(disputed)
    waits = [item for item, verdict in visit.verdicts.items() if not _is_decided(verdict)]
    own = [item for item in waits if item not in mine and ("" in wanted or item in wanted)]
    done = sum(_is_decided(verdict) or item in settled for item, verdict in visit.verdicts.items())
    return QueueRow(
        visit.visit, visit.name, visit.url, visit.started_at, len(visit.verdicts), done, len(own), disputed,
        tuple(item for item in own if item in visit.earlier), readers=readers,
    )  # fmt: skip


def find_disputed_items(decided: Iterable[DecidedLine], apart: float) -> tuple[str, ...]:
    """Items on which the last words of exactly two people are more than ``apart`` from each other, or one says it does not apply."""
    last: dict[str, dict[str, DecidedLine]] = {}
    for line in decided:
        if line.kind == "item":
            last.setdefault(line.subject, {})[line.assessor] = line
    found = []
    for item, said in last.items():
        if len(said) != 2:
            continue
        one, other = (line.value for line in said.values())
        if one != other and (one is None or other is None or abs(one - other) > apart):
            found.append(item)
    return tuple(found)


def _with_own_progress(row: QueueRow, visit: QueuedVisit, own: Iterable[Assignment]) -> QueueRow:
    """How far the person is with what that person is asked: what others decided meanwhile, two readers do not tell each other."""
    wanted = {assignment.item for assignment in own}
    asked = len(visit.verdicts) if "" in wanted else len(wanted & visit.verdicts.keys())
    return replace(row, items=asked, done=asked - row.open)


def _with_due(row: QueueRow, parts: tuple[str, ...], due: datetime | None, now: datetime) -> QueueRow:
    disputed = row.disputed if ReaderPart.THIRD.value in parts else ()
    return replace(row, disputed=disputed, parts=parts, due_at=due, overdue=due is not None and due < now)


def _is_decided(verdict: str) -> bool:
    return verdict in _DECIDED
