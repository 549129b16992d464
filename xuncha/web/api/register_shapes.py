"""The shapes of lists on their way into the register, of a platform over time, and of two audits compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from xuncha.web.api.audit_shapes import AuditFacts
from xuncha.web.api.shapes import BothWords, ScoreRange


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell of a list, or with a column. ``place``: the cell in its sheet; ``key``: the column, "" of none."""

    place: str
    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many rows would register a platform, change one, change nothing, or cannot be registered as they are."""

    new: int
    changed: int
    same: int
    wrong: int


@dataclass(frozen=True, slots=True)
class ImportState:
    """A list that is not registered yet. ``sha256``: of the file; ``columns``: what is wrong with columns; ``good_until``: when it is
    forgotten; ``address``: its page, for its person alone; ``state``: of its cells, the ETag without quotes."""

    id: str
    name: str
    sha256: str
    good_until: datetime
    address: str
    counts: ImportCounts
    columns: list[CellProblem]
    state: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the list, counted from 1. ``what``: new, changed, same or wrong; ``fields``: its words by column."""

    row: int
    what: str
    fields: dict[str, str]
    errors: list[CellProblem]


@dataclass(frozen=True, slots=True)
class ImportRows:
    """A part of a list's rows, in their order."""

    data: list[ImportRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class MendedCell:
    """One cell written anew."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    row: Annotated[int, Field(ge=1, le=1_000_000)]
    key: Annotated[str, Field(min_length=1, max_length=40)]
    value: Annotated[str, Field(max_length=4000)]


@dataclass(frozen=True, slots=True)
class ImportMending:
    """What to mend of a list: cells first, then rows left out. Rows that come after those left out are counted anew."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    cells: Annotated[list[MendedCell], Field(max_length=2000)] = field(default_factory=list)
    leave_out: Annotated[list[Annotated[int, Field(ge=1, le=1_000_000)]], Field(max_length=2000)] = field(
        default_factory=list
    )


@dataclass(frozen=True, slots=True)
class ItemOutline:
    """What an audit says of an item. ``changed``: from the audit before it."""

    verdict: str
    value: float | None
    changed: bool


@dataclass(frozen=True, slots=True)
class AuditOutlineFacts:
    """One audit of a platform, item by item. ``new_rules``: judged by other rules than the one before; ``hidden``: how many subjects
    others have decided that one is to decide blindly: these, and the scores, are left out."""

    audit: str
    visit: str
    at: datetime
    judged_at: datetime
    ruleset: str
    new_rules: bool
    scores: dict[str, ScoreRange]
    items: dict[str, ItemOutline]
    hidden: int


@dataclass(frozen=True, slots=True)
class PlatformHistory:
    """A part of a platform's audits over time, the newest judgement of each visit, the latest visit first."""

    data: list[AuditOutlineFacts]
    next: str | None


@dataclass(frozen=True, slots=True)
class TimelineFacts:
    """One thing that happened. ``kind``: audit, timing, broken, decision or failed; ``id``: the audit, visit or job, "" without; ``who``
    decided ``many`` things."""

    at: datetime
    kind: str
    id: str
    who: str
    many: int
    score: ScoreRange | None
    said: BothWords | None


@dataclass(frozen=True, slots=True)
class PlatformTimeline:
    """A part of what happened with a platform, the latest first."""

    data: list[TimelineFacts]
    next: str | None


@dataclass(frozen=True, slots=True)
class LightDay:
    """The light checks of one day, and how many were not answered; 0 of 0 where none was made."""

    day: date
    looks: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class LightDays:
    """A platform's light checks of the last days, the earliest day first."""

    data: list[LightDay]


@dataclass(frozen=True, slots=True)
class SaidOfItemFacts:
    """What an audit says of an item. ``suggested``: where nothing is decided; ``confirmed``: by a person."""

    verdict: str
    value: float | None
    suggested: str | None
    confirmed: bool
    because: BothWords


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """One item that differs. ``causes``: site, rules, people, seen or unknown; site means of two platforms that they differ.
    ``direction``: better, worse or neither, of the site itself; ``certain``: it rests on decided verdicts alone."""

    item: str
    causes: list[str]
    direction: str
    certain: bool
    before: SaidOfItemFacts
    after: SaidOfItemFacts


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two audits, of one platform the earlier visit first, and all items that differ, in the order of the standard."""

    before: AuditFacts
    after: AuditFacts
    one_platform: bool
    same_rules: bool
    data: list[ItemDifference]
