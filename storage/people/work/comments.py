"""Remarks that people leave for each other on a subject of a visit; never part of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import CommentRow, UserRow
from storage.db.session import Store

_REMARKS = (
    select(UserRow.shown, CommentRow.words, CommentRow.at, CommentRow.view, CommentRow.box)
    .join(UserRow, UserRow.id == CommentRow.user_id)
    .where(CommentRow.visit_id == bindparam("visit"), CommentRow.subject == bindparam("subject"))
    .order_by(CommentRow.id)
)


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark; ``who`` is the name shown. ``view`` and ``box`` ("x y width height", CSS pixels): the place it is about, "" = none."""

    who: str
    words: str
    at: datetime
    view: str = ""
    box: str = ""


async def add_comment(
    store: Store, visit: str, subject: str, user: int, words: str, now: datetime, view: str = "", box: str = ""
) -> None:
    """Add a remark. Raises ValueError where it says nothing."""
    if not words.strip():
        raise ValueError("a remark needs words")
    async with store.writing() as session:
        session.add(
            CommentRow(
                visit_id=visit, subject=subject, user_id=user, view=view[:200], box=box[:100], words=words.strip(),
                at=now,
            )
        )  # fmt: skip


async def list_comments(store: Store, visit: str, subject: str) -> tuple[Comment, ...]:
    """The remarks on a subject in the order they were made."""
    (found,) = await store.look_up(ask_for_comments(visit, subject))
    return read_comments(found)


def ask_for_comments(visit: str, subject: str) -> Question:
    """What asks for the remarks that ``read_comments`` reads."""
    return Question(_REMARKS, {"visit": visit, "subject": subject})


def read_comments(found: Answer) -> tuple[Comment, ...]:
    """Those remarks in their order."""
    return tuple(Comment(*row) for row in found)
