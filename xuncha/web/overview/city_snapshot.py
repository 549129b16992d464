"""All registered platforms at one moment, as the pages over all of them show them. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storage.jobs.last_seen import UnseenPlatform
from storage.overview.answer_days import AnswerCount
from storage.overview.audit_heads import AuditHead
from storage.overview.platform_standings import PlatformStanding
from storage.platforms import RegisteredPlatform
from xuncha.settings.zone import BEIJING
from xuncha.web.overview.raw_changes import ItemMove


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """One platform. ``head``: the judgement that counts; ``standing``: None before it is worked out, or without a judgement;
    ``unseen``: why its last visit did not see it, None where it did; ``words``: what a search looks in, in one case of letters."""

    known: RegisteredPlatform
    scopes: frozenset[str]
    words: str
    head: AuditHead | None = None
    standing: PlatformStanding | None = None
    unseen: UnseenPlatform | None = None
    audits: int = 0

    @property
    def called(self) -> str:
        """Its name, else its address."""
        return self.known.registration.name or self.known.registration.url


@dataclass(frozen=True, slots=True)
class PairMoves:
    """What became of a platform between two judgements; ``before`` None where the earlier day had none."""

    before: AuditHead | None
    after: AuditHead
    moves: tuple[ItemMove, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``answers``: light checks by day and platform, the oldest day first; ``moves``: by days looked back and platform;
    ``pending``: platforms and pairs still to be worked out. ``made``: what pages made of it, for as long as nothing in it is another."""

    at: datetime
    lines: tuple[PlatformLine, ...]
    answers: tuple[tuple[date, Mapping[int, AnswerCount]], ...] = ()
    moves: Mapping[int, Mapping[int, PairMoves]] = field(default_factory=dict)
    pending: int = 0
    made: dict[Any, Any] = field(default_factory=dict)

    def says_same(self, other: Snapshot) -> bool:
        """Whether both say the same of every platform, on the same day."""
        return (
            self.at.astimezone(BEIJING).date() == other.at.astimezone(BEIJING).date()
            and self.pending == other.pending
            and self.lines == other.lines
            and self.answers == other.answers
            and self.moves == other.moves
        )

    def find_line(self, platform: int) -> PlatformLine | None:
        """The platform of that number; None where it is not registered."""
        by_id = self.made.get("by_id")
        if by_id is None:
            by_id = self.made["by_id"] = {line.known.id: line for line in self.lines}
        line: PlatformLine | None = by_id.get(platform)
        return line
