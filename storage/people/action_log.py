"""The log of what people did: rows are only ever added, each holding the hash of the one before."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.people_tables import ActionRow, clean_typed_text
from storage.db.session import Store

FIRST = "0" * 64  # what the first row holds as the hash of the one before
_LOCK = 0x78756C67  # one number for all of Xuncha's processes


@dataclass(frozen=True, slots=True)
class Action:
    """One line: who did what to what. ``actor`` is web:NAME, token:NAME or cli:USER; ``detail`` is plain data."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    before: str
    digest: str


def hash_action(number: int, at: datetime, actor: str, action: str, subject: str, detail: str, before: str) -> str:
    """SHA-256 over the line's fields and the hash of the line before, as JSON without blanks."""
    fields = [number, at.astimezone(UTC).isoformat(), actor, action, subject, detail, before]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()


async def add_action(
    store: Store, now: datetime, actor: str, action: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    """Add a line in a transaction of its own."""
    async with store.writing() as session:
        await append_action(store, session, now, actor, action, subject, detail)


async def append_action(
    store: Store,
    session: AsyncSession,
    now: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add a line within a transaction, so that what was done and its line are kept together or not at all."""
    if store.engine.dialect.name != "sqlite":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = await session.scalar(select(ActionRow).order_by(ActionRow.id.desc()).limit(1))
    number, before = (1, FIRST) if last is None else (last.id + 1, last.digest)
    said = json.dumps(detail or {}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    who, what = clean_typed_text(actor, 400), clean_typed_text(subject, 400)
    digest = hash_action(number, now, who, action, what, said, before)
    session.add(
        ActionRow(id=number, at=now, actor=who, action=action, subject=what, detail=said, before=before, digest=digest)
    )
    await session.flush()


async def list_actions(
    store: Store, after: int = 0, limit: int = 1000, subjects: Iterable[str] = ()
) -> tuple[Action, ...]:
    """Lines with numbers above ``after``, in order. ``subjects``: only those about these or their parts ("NAME/…"); none = all."""
    query = select(ActionRow).where(ActionRow.id > after).order_by(ActionRow.id).limit(limit)
    if named := tuple(subjects):
        parts = (ActionRow.subject.startswith(f"{subject}/", autoescape=True) for subject in named)
        query = query.where(or_(ActionRow.subject.in_(named), *parts))
    async with store.reading() as session:
        return tuple(build_action(row) for row in (await session.scalars(query)).all())


async def count_actions(store: Store) -> int:
    """How many lines there are; they are numbered from 1."""
    async with store.reading() as session:
        return await session.scalar(select(func.max(ActionRow.id))) or 0


def build_action(row: ActionRow) -> Action:
    """The line of a row."""
    return Action(row.id, row.at, row.actor, row.action, row.subject, row.detail, row.before, row.digest)


def render_action(action: Action) -> bytes:
    """A line of actions.jsonl: the hashed fields by name, and the hash. ``detail`` stays the text that was hashed."""
    said = {
        "number": action.number, "at": action.at.astimezone(UTC).isoformat(), "actor": action.actor,
        "action": action.action, "subject": action.subject, "detail": action.detail, "before": action.before,
        "digest": action.digest,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


async def check_action_chain(store: Store, at_once: int = 2000) -> tuple[int, int | None]:
    """How many lines of the log follow from one another, and the number of the first that does not; None where all do."""
    before, after = FIRST, 0
    while lines := await list_actions(store, after, at_once):
        broken = await asyncio.to_thread(find_broken_link, lines, before, after + 1)
        if broken is not None:
            return after, broken
        before, after = lines[-1].digest, lines[-1].number
    return after, None


def find_broken_link(actions: Iterable[Action], before: str = FIRST, first: int = 1) -> int | None:
    """The number of the first line that does not follow from the one before it; None where the chain is whole."""
    expected = first
    for action in actions:
        sound = hash_action(
            action.number, action.at, action.actor, action.action, action.subject, action.detail, before
        )
        if action.number != expected or action.before != before or action.digest != sound:
            return action.number
        before, expected = action.digest, action.number + 1
    return None
