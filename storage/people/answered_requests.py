"""Idempotency keys: the answer to a program's request is kept, so that sending the request again does nothing twice."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update

from storage.db.people_tables import AnsweredRequestRow, clean_typed_text
from storage.db.session import Store

BEING_DONE = 0  # the status of a request that is not answered yet


class ClaimState(StrEnum):
    """The state of an idempotency key when a request arrives with it."""

    NEW = "new"  # it is this request's now
    BUSY = "busy"  # the same request is being done
    ANSWERED = "answered"
    OTHER = "other"  # it was another request's


@dataclass(frozen=True, slots=True)
class RequestClaim:
    """The result of claiming a key. ``status`` and ``answer``: as given to ``record_answer``, if the request was answered."""

    state: ClaimState
    status: int = 0
    answer: str = ""


async def claim_request(
    store: Store, token: int, key: str, request: str, now: datetime, lost_after: timedelta, kept: timedelta
) -> RequestClaim:
    """Claim the key for a request (given by its SHA-256), or return what became of the earlier request.

    A request begun ``lost_after`` ago and never answered may run again; answers are deleted after ``kept``.
    """
    name = clean_typed_text(key, 200)
    async with store.writing() as session:
        await session.execute(delete(AnsweredRequestRow).where(AnsweredRequestRow.at < now - kept))
        row = await session.get(AnsweredRequestRow, (token, name), with_for_update=True)
        if row is None:
            own = secrets.token_hex(8)  # of two that come at once, one finds the other's
            values = {"request": request, "status": BEING_DONE, "answer": own, "at": now}
            await store.once(session, AnsweredRequestRow, token_id=token, key=name, **values)
            row = await session.get(AnsweredRequestRow, (token, name), with_for_update=True)
            if row is not None and row.answer == own:
                return RequestClaim(ClaimState.NEW)
        if row is None:
            return RequestClaim(ClaimState.BUSY)  # it was given up between two looks: to be sent again
        if row.request != request:
            return RequestClaim(ClaimState.OTHER)
        if row.status != BEING_DONE:
            return RequestClaim(ClaimState.ANSWERED, row.status, row.answer)
        if now - row.at <= lost_after:
            return RequestClaim(ClaimState.BUSY)
        row.at = now
        return RequestClaim(ClaimState.NEW)


async def record_answer(store: Store, token: int, key: str, status: int, answer: str) -> None:
    """Keep the status and text that answered the request claimed by that key, to be given again when it is repeated."""
    async with store.writing() as session:
        await session.execute(
            update(AnsweredRequestRow)
            .where(AnsweredRequestRow.token_id == token, AnsweredRequestRow.key == clean_typed_text(key, 200))
            .values(status=status, answer=answer)
        )


async def release_request(store: Store, token: int, key: str) -> None:
    """Release the key of a refused request, which may then be sent again, corrected or not."""
    async with store.writing() as session:
        await session.execute(
            delete(AnsweredRequestRow).where(
                AnsweredRequestRow.token_id == token, AnsweredRequestRow.key == clean_typed_text(key, 200),
                AnsweredRequestRow.status == BEING_DONE,
            )
        )  # fmt: skip
