"""What lies on a person's desk for one subject of a visit, asked for at once: words not yet a decision, remarks, time, and a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.db.connecting.one_trip import Answer, Question
from storage.db.session import Store
from storage.people.preferences import ask_for_preference, read_preference
from storage.people.work.comments import Comment, ask_for_comments, read_comments
from storage.people.work.drafts import Draft, ask_for_draft, read_draft
from storage.people.work.work_times import ask_for_work_time, read_work_time


@dataclass(frozen=True, slots=True)
class SubjectDesk:
    """``seconds``: of all persons; ``chosen``: the person's preference of the name that was asked for."""

    draft: Draft | None
    comments: tuple[Comment, ...]
    seconds: float
    chosen: str


def ask_for_desk(visit: str, subject: str, user: int, preference: str) -> tuple[Question, ...]:
    """What asks for the desk of that person for that subject, with the preference of that name."""
    return (
        ask_for_draft(visit, subject, user), ask_for_comments(visit, subject), ask_for_work_time(visit, subject),
        ask_for_preference(user, preference),
    )  # fmt: skip


async def load_subject_desk(
    store: Store, visit: str, subject: str, user: int, preference: str, otherwise: str, told: Sequence[Answer] = ()
) -> SubjectDesk:
    """The desk of that person for that subject, with the preference of that name, ``otherwise`` if none was ever chosen.

    ``told``: what was found by ``ask_for_desk`` already.
    """
    draft, comments, seconds, chosen = told or await store.look_up(*ask_for_desk(visit, subject, user, preference))
    return SubjectDesk(
        read_draft(draft), read_comments(comments), read_work_time(seconds), read_preference(chosen, otherwise)
    )
