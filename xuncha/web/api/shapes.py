"""The shapes of what programs send and get, beside those of the shipped schemas (audit.schema.json, status.schema.json)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, WithJsonSchema

from xuncha.web.api.openapi_document import SHIPPED

Plain = dict[str, Any]
BothWords = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.text"})]
ScoreRange = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.score"})]
ItemRecord = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.item"})]
FindingRecord = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.finding"})]
RedLineRecord = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.red_line"})]
GapRecord = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.gap"})]
FetchRecord = Annotated[Plain, WithJsonSchema({SHIPPED: "audit.fetch"})]


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What the token that asks is good for. ``scope``: "" = all that its person may reach."""

    name: str
    person: str
    rights: list[str]
    scope: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """One registered platform. ``scores`` and ``grade``: as it stands, {} and "" while nothing counts or it is being worked out;
    ``unseen``: why its last visit did not see it; ``audit``: the judgement that counts, "" without; ``version``: for If-Match;
    ``blind``: others decided there what one has not: scores, grade and red lines are not shown until one has."""

    id: int
    url: str
    name: str
    district: str
    tags: list[str]
    batch: str
    state: str
    schedule: str
    due_at: datetime | None
    last_at: datetime | None
    scores: dict[str, ScoreRange]
    grade: str
    suspected: list[str]
    confirmed: list[str]
    unseen: BothWords | None
    audit: str
    version: str
    blind: bool
    fields: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PlatformList:
    """A part of the register. ``next``: the cursor of the next part, null at the end."""

    data: list[PlatformFacts]
    next: str | None


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One job. ``state``: waiting, later, paused, running, done, failed or cancelled; ``done`` of ``planned`` pages, which may still grow."""

    id: str
    platform: int
    url: str
    name: str
    kind: str
    state: str
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    stage: BothWords | None
    done: int
    planned: int
    views: int
    reason: BothWords | None
    visit: str
    audit: str


@dataclass(frozen=True, slots=True)
class JobList:
    """A part of a list of jobs, the latest due first."""

    data: list[JobFacts]
    next: str | None


@dataclass(frozen=True, slots=True)
class AuditWish:
    """What to audit: an address, registered without a schedule where it is not yet, under ``name``."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    name: Annotated[str, Field(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class RankedFacts:
    """One ranked platform: its rank is from ``best`` to ``worst``, several share one where they cannot be told apart."""

    platform: int
    name: str
    best: int
    worst: int
    score: ScoreRange
    grade: str
    confirmed: list[str]
    unseen: bool
    audit: str


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """Platforms that may be compared with each other."""

    described: BothWords
    rows: list[RankedFacts]


@dataclass(frozen=True, slots=True)
class UnrankedFacts:
    """One platform without a place, and why."""

    platform: int
    name: str
    section: BothWords
    why: BothWords


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranking at one moment. ``pending``: platforms that are still being worked out."""

    at: datetime
    stage: str
    groups: list[RankedGroup]
    without: list[UnrankedFacts]
    pending: int


@dataclass(frozen=True, slots=True)
class PackWish:
    """``sealed``: with unmasked originals; no token has that right, a person asks for it in the workbench."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    sealed: bool = False


@dataclass(frozen=True, slots=True)
class PackProgress:
    """A pack being made, or made. ``state``: running, done, failed, or interrupted (its process is gone: ask for the pack anew, what was
    made of it is used); ``progress``: the part made last; ``fault``: why it could not be made."""

    id: str
    visit: str
    audit: str
    state: str
    progress: str
    bytes: int
    fault: BothWords | None


@dataclass(frozen=True, slots=True)
class PackLink:
    """An address that hands the pack out once, to a program with a token of the same person."""

    address: str
    good_until: datetime
