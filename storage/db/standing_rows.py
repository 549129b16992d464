"""The table of where platforms stand, and how a row of it is forgotten when what it was worked out of has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db.tables import Moment, Sha, Table, VisitRow


class StandingRow(Table):
    """One platform's standing as it was worked out; ``record`` None = forgotten since.

    ``turn`` grows with each judgement that is stored: what was worked out of fewer is not kept. It holds under these ``rules`` from
    ``since`` until ``until`` (None = for good), for answers grow old.
    """

    __tablename__ = "standings"
    platform_id: Mapped[int] = mapped_column(ForeignKey("platforms.id"), primary_key=True, autoincrement=False)
    turn: Mapped[int]
    rules: Mapped[Sha]
    since: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    record: Mapped[bytes | None]  # storage.overview.platform_standings.PlatformStanding


async def forget_standing(session: AsyncSession, visit: str) -> None:
    """Within the transaction that stores a judgement of that visit: where its platform stands is to be worked out anew."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    platform = select(VisitRow.platform_id, literal(1), literal("")).where(VisitRow.id == visit)
    adding = dialect.insert(StandingRow).from_select(["platform_id", "turn", "rules"], platform)
    anew = {"turn": StandingRow.turn + 1, "since": None, "until": None, "record": None}
    await session.execute(adding.on_conflict_do_update(index_elements=["platform_id"], set_=anew))
