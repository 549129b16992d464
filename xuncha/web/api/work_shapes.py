"""The shapes of what people work with before and beside decisions: drafts, remarks, documents, readers, signatures, agreement in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from xuncha.web.api.shapes import BothWords, Plain

ItemId = Annotated[str, Field(max_length=60)]


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """One's own words on a subject that are no decision yet. ``version``: 0 = none are kept; ``due_at``: when they become a decision,
    null while they are written."""

    subject: str
    version: int
    verdict: str
    value: float | None
    reason: str
    reference: str
    kept_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftList:
    """All of one's own drafts on a visit."""

    data: list[DraftFacts]


@dataclass(frozen=True, slots=True)
class DraftWords:
    """Words to keep; ``value``: 0-1, for partial."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    verdict: Annotated[str, Field(max_length=40)] = ""
    value: Annotated[float, Field(ge=0, le=1)] | None = None
    reason: Annotated[str, Field(max_length=8000)] = ""
    reference: Annotated[str, Field(max_length=2000)] = ""


@dataclass(frozen=True, slots=True)
class RemarkFacts:
    """One remark. ``view`` and ``box`` ("x y width height", CSS px): the place that it is about, "" = none."""

    who: str
    words: str
    at: datetime
    view: str
    box: str


@dataclass(frozen=True, slots=True)
class RemarkList:
    """The remarks on a subject in the order they were made."""

    data: list[RemarkFacts]


@dataclass(frozen=True, slots=True)
class RemarkWords:
    """A remark to add."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    words: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    view: Annotated[str, Field(max_length=200)] = ""
    box: Annotated[str, Field(max_length=100)] = ""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """One document as it was filed. ``media``: by its bytes; ``misnamed``: its name ends otherwise."""

    name: str
    media: str
    bytes: int
    sha256: str
    misnamed: bool


@dataclass(frozen=True, slots=True)
class DocumentList:
    """The documents of one request."""

    data: list[DocumentFacts]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person who may be asked to read an audit."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PersonList:
    """All of them, by name."""

    data: list[PersonFacts]


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """What a person is asked to decide: an audit's visit, or one item of it (``item`` "" = all)."""

    id: int
    visit: str
    item: str
    person: int
    who: str
    part: str
    given_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssignmentList:
    """Open assignments, the earliest due first."""

    data: list[AssignmentFacts]


@dataclass(frozen=True, slots=True)
class AssignmentWish:
    """Whom to ask; ``due``: the last day."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    person: Annotated[int, Field(ge=1, le=2**31 - 1)]
    part: Literal["first", "second", "third"]
    item: ItemId = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature. ``holds``: it is of what the audit comes to now; ``method``: password or passkey."""

    who: str
    audit: str
    digest: str
    ruleset: str
    method: str
    at: datetime
    voided_at: datetime | None
    voided_why: str
    holds: bool


@dataclass(frozen=True, slots=True)
class SigningState:
    """What would be signed: ``digest`` of the verdicts; ``ready``: nothing waits and it is judged by today's rules; ``address``: the page
    on which a person signs."""

    audit: str
    digest: str
    ready: bool
    decided: int
    items: int
    signatures: list[SignatureFacts]
    address: str


@dataclass(frozen=True, slots=True)
class GroupedPlatform:
    """One platform of a group. ``own``: one has decided the item there; ``waits``: by a word that may be taken back."""

    visit: str
    url: str
    name: str
    verdict: str
    own: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Platforms with the same finding, by its hash ``key``. ``suggested``: the verdict and ``value``, "" and null without."""

    key: str
    because: BothWords
    suggested: str
    value: float | None
    platforms: list[GroupedPlatform]


@dataclass(frozen=True, slots=True)
class FindingGroups:
    """One item on the newest audit of each platform, the largest group first."""

    data: list[FindingGroup]


@dataclass(frozen=True, slots=True)
class AgreementWish:
    """Visits of one group with whose suggestion to agree."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    key: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    visits: Annotated[list[Annotated[str, Field(max_length=32)]], Field(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What became of it. ``left_out``: why, by visit: changed, decided, draft or roles; ``waiting``: what may still be taken back, for ``seconds``;
    ``taken``: what was; ``missed``: what could not be, for it was decided or changed by then."""

    id: str
    item: str
    agreed: list[str]
    left_out: dict[str, str]
    waiting: list[str]
    seconds: float
    taken: list[str]
    missed: list[str]


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """One assessor's last word on an item."""

    who: str
    verdict: str
    value: float | None


@dataclass(frozen=True, slots=True)
class AgreedItem:
    """One item that somebody decided. ``apart``: how far, null where it cannot be said; ``waits``: a third person is needed."""

    item: str
    machine: str
    machine_value: float | None
    said: list[SaidFacts]
    apart: float | None
    waits: bool


@dataclass(frozen=True, slots=True)
class AgreementTableFacts:
    """Where assessors agree, the furthest apart first; ``pairs`` as in audit.json. ``hidden``: decisions that one does not see yet."""

    data: list[AgreedItem]
    pairs: list[Plain]
    hidden: int
