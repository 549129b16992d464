"""Search the log of actions: the newest lines by actor, action, subject and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.db.people_tables import ActionRow
from storage.db.session import Store
from storage.people.action_log import Action, build_action


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which lines to find; "" and None match everything. ``actor``: any part of it; ``subject``: its beginning; ``until``: exclusive."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


async def search_actions(store: Store, wanted: ActionFilter, limit: int, before: int | None) -> tuple[Action, ...]:
    """The newest matching lines, newest first; with ``before``, only lines with lower numbers."""
    query = select(ActionRow).order_by(ActionRow.id.desc()).limit(limit)
    if wanted.actor:
        query = query.where(ActionRow.actor.contains(wanted.actor, autoescape=True))
    if wanted.action:
        query = query.where(ActionRow.action == wanted.action)
    if wanted.subject:
        query = query.where(ActionRow.subject.startswith(wanted.subject, autoescape=True))
    if wanted.since is not None:
        query = query.where(ActionRow.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(ActionRow.at < wanted.until)
    if before is not None:
        query = query.where(ActionRow.id < before)
    async with store.reading() as session:
        return tuple(build_action(row) for row in (await session.scalars(query)).all())


async def list_action_names(store: Store) -> tuple[str, ...]:
    """The names of all kinds of action in the log, in alphabetical order."""
    async with store.reading() as session:
        return tuple((await session.scalars(select(ActionRow.action).distinct().order_by(ActionRow.action))).all())
