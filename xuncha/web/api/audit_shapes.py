"""The shapes of audits, their items, evidence and decisions, as programs get and send them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from xuncha.web.api.shapes import (
    BothWords,
    FetchRecord,
    FindingRecord,
    GapRecord,
    ItemRecord,
    RedLineRecord,
    ScoreRange,
)


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """One line of a list of audits: a judgement of a visit, or a visit that is not judged (``judged`` null). ``blind``: others decided
    there what one has not: its scores are not shown in lists until one has."""

    id: str
    visit: str
    url: str
    name: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    judged_at: datetime | None
    ruleset: str
    rejudged_from: str | None
    views: int
    scores: dict[str, ScoreRange]
    blind: bool = False


@dataclass(frozen=True, slots=True)
class AuditList:
    """A part of a list of audits, newest first."""

    data: list[AuditFacts]
    next: str | None


@dataclass(frozen=True, slots=True)
class AuditState:
    """One audit as it stands. ``current``: the audit that counts for its visit; ``stage``: the one reached; ``tally``: items by
    verdict; ``waiting``: items that wait for a person; ``state``: the state of its decisions, the ETag without quotes."""

    audit: AuditFacts
    current: str
    stage: str
    tally: dict[str, int]
    waiting: int
    decided: int
    red_lines: list[RedLineRecord]
    gaps: list[GapRecord]
    state: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """A part of an audit's items, in the order of the standard."""

    data: list[ItemRecord]
    next: str | None


@dataclass(frozen=True, slots=True)
class FindingList:
    """A part of an audit's findings."""

    data: list[FindingRecord]
    next: str | None


@dataclass(frozen=True, slots=True)
class EvidencePlaceFacts:
    """One view that shows a piece of evidence. ``box``: x, y, width, height in CSS px of its page; ``picture``: a short-lived address."""

    view: str
    device: str
    look: int
    url: str
    box: list[float] | None
    picture: str | None


@dataclass(frozen=True, slots=True)
class EvidencePieceFacts:
    """One piece of evidence of an item. ``figure``: its number in the report, 0 = none; ``kind``: view, fetch or measured."""

    n: int
    figure: int
    kind: str
    quote: str
    url: str
    finding: str
    sha256: str
    places: list[EvidencePlaceFacts]
    fetch: FetchRecord | None


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """All evidence of one item; addresses are good until ``good_until``."""

    data: list[EvidencePieceFacts]
    good_until: datetime


@dataclass(frozen=True, slots=True)
class ViewAddresses:
    """One page that was seen, with short-lived addresses of its picture, its words, its document, and the page played again."""

    id: str
    role: str
    state: str
    device: str
    look: int
    url: str
    title: str
    at: datetime
    width: int
    height: int
    sha256: str
    picture: str | None
    words: str
    document: str
    replay: str


@dataclass(frozen=True, slots=True)
class ViewList:
    """A part of the pages that an audit's visit saw; addresses are good until ``good_until``."""

    data: list[ViewAddresses]
    next: str | None
    good_until: datetime


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """One decision. ``said``: pass, partial, fail, not_applicable; confirm, reject; yes, no. ``holds``: it is its assessor's last word."""

    subject: str
    who: str
    said: str
    value: float | None
    at: str
    reason: str
    agreed: bool
    carried: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class DecisionList:
    """All decisions on an audit that the person may see. ``hidden``: how many others have on what the person is to decide blindly."""

    data: list[DecisionFacts]
    hidden: dict[str, int]
    state: str


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """A decision to store. ``subject``: an item, red line or flag; ``verdict``: as ``said`` of decisions; ``value``: 0-1, for partial;
    ``agreed``: take over what the machine suggests, with its reason; ``why``: the answer where a decision was asked about;
    ``second_audit``: another audit that shows a red line to be confirmed."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    subject: Annotated[str, Field(min_length=1, max_length=60)]
    verdict: Annotated[str, Field(max_length=40)] = ""
    value: Annotated[float, Field(ge=0, le=1)] | None = None
    reason: Annotated[str, Field(max_length=8000)] = ""
    reference: Annotated[str, Field(max_length=2000)] = ""
    agreed: bool = False
    why: Annotated[str, Field(max_length=2000)] = ""
    second_audit: Annotated[str, Field(max_length=32)] = ""


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """What became of it. ``new``: whether it says something new; ``notes``: about red lines; ``state``: for the next If-Match."""

    decision: DecisionFacts
    new: bool
    notes: list[BothWords]
    item: ItemRecord | None
    state: str
