"""Who is asked to decide what: a whole visit, or one item of it, as first, second or third reader, by a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import AssignmentRow, UserRow
from storage.db.session import Store

# Made once: to make a statement takes longer than to answer it. By whether it is of some visits alone, and of one person.
_ALL = (
    select(
        AssignmentRow.id, AssignmentRow.visit_id, AssignmentRow.item, AssignmentRow.user_id, UserRow.shown, AssignmentRow.part,
        AssignmentRow.given_at, AssignmentRow.due_at,
    )
    .join(UserRow, UserRow.id == AssignmentRow.user_id)
    .where(AssignmentRow.ended_at.is_(None))
    .order_by(AssignmentRow.due_at.is_(None), AssignmentRow.due_at, AssignmentRow.id)
)  # fmt: skip
_OF_VISITS = AssignmentRow.visit_id.in_(bindparam("visits", expanding=True))
_OF_USER = AssignmentRow.user_id == bindparam("user")
_OPEN = {
    (False, False): _ALL,
    (True, False): _ALL.where(_OF_VISITS),
    (False, True): _ALL.where(_OF_USER),
    (True, True): _ALL.where(_OF_VISITS, _OF_USER),
}


class ReaderPart(StrEnum):
    """Which of the readers a person is asked to be."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One thing a person is asked to decide; ``item`` "" = the whole visit."""

    id: int
    visit: str
    item: str
    user: int
    who: str
    part: ReaderPart
    given_at: datetime
    due_at: datetime | None


async def assign_reader(
    store: Store,
    visit: str,
    item: str,
    user: int,
    part: ReaderPart,
    by: int,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Ask a person to decide an item, or a visit; replaces what that person was asked about it before."""
    async with store.writing() as session:
        row = await session.scalar(
            select(AssignmentRow)
            .where(AssignmentRow.visit_id == visit, AssignmentRow.item == item, AssignmentRow.user_id == user)
            .with_for_update()
        )
        if row is None:
            row = AssignmentRow(visit_id=visit, item=item, user_id=user)
            session.add(row)
        row.part, row.given_by, row.given_at, row.due_at, row.ended_at = part.value, by, now, due, None


async def end_assignment(store: Store, id: int, visit: str, now: datetime) -> bool:
    """End an assignment; False if it is not of this visit or has ended already."""
    async with store.writing() as session:
        done = await session.execute(
            update(AssignmentRow)
            .where(AssignmentRow.id == id, AssignmentRow.visit_id == visit, AssignmentRow.ended_at.is_(None))
            .values(ended_at=now)
        )
        return bool(getattr(done, "rowcount", 0))


async def list_assignments(
    store: Store, visits: Collection[str] | None = None, user: int = 0
) -> tuple[Assignment, ...]:
    """Open assignments, earliest due first. ``visits``: only of these, None = of all; ``user``: only this person's, 0 = anybody's."""
    (found,) = await store.look_up(ask_for_assignments(visits, user))
    return read_assignments(found)


def ask_for_assignments(visits: Collection[str] | None = None, user: int = 0) -> Question:
    """What asks for the assignments that ``read_assignments`` reads."""
    given: dict[str, object] = {} if visits is None else {"visits": list(visits)}
    return Question(_OPEN[visits is not None, bool(user)], given | ({"user": user} if user else {}))


def read_assignments(found: Answer) -> tuple[Assignment, ...]:
    """Those assignments in their order."""
    return tuple(
        Assignment(id, visit, item, user, who, ReaderPart(part), given_at, due_at)
        for id, visit, item, user, who, part, given_at, due_at in found
    )
