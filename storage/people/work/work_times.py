"""How long people had a subject before their eyes: seconds a page counted, added up by subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import WorkTimeRow
from storage.db.session import Store

_OF_SUBJECT = select(func.sum(WorkTimeRow.seconds)).where(
    WorkTimeRow.visit_id == bindparam("visit"), WorkTimeRow.subject == bindparam("subject")
)


async def add_work_time(
    store: Store, visit: str, subject: str, user: int, seconds: float, most: float, now: datetime
) -> None:
    """Add seconds; what is no time is left out, and more than ``most`` counts as that: a page left open is no work."""
    if not 0 < seconds < float("inf"):
        return
    async with store.writing() as session:
        session.add(WorkTimeRow(visit_id=visit, subject=subject, user_id=user, seconds=min(seconds, most), at=now))


def ask_for_work_time(visit: str, subject: str) -> Question:
    """What asks for the seconds that ``read_work_time`` reads."""
    return Question(_OF_SUBJECT, {"visit": visit, "subject": subject})


def read_work_time(found: Answer) -> float:
    """Seconds of one subject of a visit, of all persons."""
    return float(found[0][0] or 0.0)


async def sum_work_times(store: Store, visit: str, user: int = 0) -> Mapping[str, float]:
    """Seconds by subject of a visit, of one person where named."""
    query = (
        select(WorkTimeRow.subject, func.sum(WorkTimeRow.seconds))
        .where(WorkTimeRow.visit_id == visit)
        .group_by(WorkTimeRow.subject)
    )
    query = query.where(WorkTimeRow.user_id == user) if user else query
    async with store.reading() as session:
        return {subject: float(seconds) for subject, seconds in (await session.execute(query)).all()}
