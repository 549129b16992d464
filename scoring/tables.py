"""The tables of standard.toml as frozen types: unknown keys are refused, nothing changes after loading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from probes.building import AtLeastNone, Bound, Named, Said, Share
from probes.finding import Outcome
from probes.table import Words

TOLERANCE = 1e-9
Positive = Annotated[float, Bound(above=0)]
SomeShare = Annotated[float, Bound(above=0, most=1)]


class Verdict(StrEnum):
    """What is said of one item; the words for people and for EARL are data of the standard."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    TO_CONFIRM = "to_confirm"
    NOT_OBSERVED = "not_observed"
    INCONCLUSIVE = "inconclusive"
    PENDING_DOCUMENT = "pending_document"
    NOT_APPLICABLE = "not_applicable"

    @property
    def decided(self) -> bool:
        return self in (Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL)


class ItemClass(StrEnum):
    """Who can decide an item: a machine alone, a machine with a person, or only documents."""

    OBSERVED = "observed"
    ASSISTED = "assisted"
    DOCUMENTARY = "documentary"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords(Words):
    earl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a condition looks at: a check of the item, or any probe. Exactly one of the two."""

    check: str | None = None
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Part):
    at_least: SomeShare


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(Part):
    """Below ``below`` the verdict is at most ``at_most``, its value at most ``value``, and no worse than ``at_least``."""

    below: SomeShare
    at_most: Literal[Verdict.PARTIAL] = Verdict.PARTIAL
    value: Share | None = None
    at_least: Literal[Verdict.PARTIAL] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Groups of checks that must all be there: one member with ``at_least`` is enough; ``fail_missing`` empty ones fail."""

    groups: tuple[tuple[str, ...], ...]
    at_least: SomeShare
    fail_missing: Annotated[int, Bound(least=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCheck:
    id: str
    points: AtLeastNone
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One dash item of the standard. ``pass_mark`` and ``partial_mark`` are points of ``total``.

    ``applies`` are flags of the platform's profile: one that is contradicted removes the item. ``ask`` is what a person is
    asked where no answer of a probe brings a question of its own; ``documents`` are what the company is asked to file.
    """

    id: str
    clause: str
    name: Words
    text: Said
    item_class: Annotated[ItemClass, Named("class")]
    weight: Positive
    remedy: Words
    total: AtLeastNone = 0
    pass_mark: Annotated[AtLeastNone, Named("pass")] = 0
    partial_mark: Annotated[AtLeastNone, Named("partial")] = 0
    devices: Literal["better", "mean"] = "better"
    pass_needs: tuple[Need, ...] = ()
    fail_without: tuple[Part, ...] = ()
    caps: tuple[Cap, ...] = ()
    core: Core | None = None
    applies: Mapping[str, bool] = field(default_factory=dict)
    ask: Words | None = None
    documents: tuple[Words, ...] = ()
    checks: tuple[ItemCheck, ...] = ()

    @property
    def chapter(self) -> str:
        return self.clause.split(".")[0]

    @property
    def conditions(self) -> tuple[Part, ...]:
        return (*self.pass_needs, *self.fail_without, *self.caps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    partial_low: float
    partial_high: float
    partial_default: float
    other_surface: Share
    assessors_apart: float
    recall_bar: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    value_from: float
    range_from: float
    grade_from: float
    documents_from: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions:
    other_breach: float
    other_most: float
    unfit_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``recheck_items`` are due for another look after ``recheck_days``, all others once their verdicts are stale."""

    stale_days: Positive
    dropped_days: Positive
    recheck_days: Positive
    recheck_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What holds for persons' decisions. ``carried`` has places for {date}, {assessor} and {reason}."""

    stands_days: Positive
    second_audit_minutes: Positive
    carried: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    grade: str
    lowest: Annotated[float, Named("from")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    name: Words
    by: Literal["weight", "clause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    id: str
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Clause):
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    probe: str
    outcome: Annotated[Literal[Outcome.YES, Outcome.NO], Named("is")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """A veto. ``cap`` = best grade while confirmed, ``points`` = taken off the total, ``together`` = all of raised_by."""

    id: str
    trigger: Words
    basis: str
    cap: str | None = None
    points: AtLeastNone = 0
    counts: bool = True
    together: bool = False
    raised_by: tuple[Raise, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    version: str
    title: Words
    values: Values
    coverage: Coverage
    deductions: Deductions
    standing: Standing
    deciding: Deciding
    bands: tuple[Band, ...]
    presets: Mapping[str, Preset]
    verdicts: Mapping[Verdict, VerdictWords]
    reasons: Mapping[str, Words]
    moot: Mapping[str, Words]
    chapters: tuple[Chapter, ...]
    red_lines: tuple[RedLine, ...]
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    by_id: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {item.id: item for item in self.items})

    def weights(self, preset: str) -> Mapping[str, float]:
        """Weight of every item under a preset; they sum to 100."""
        if self.presets[preset].by == "weight":
            return {item.id: item.weight for item in self.items}
        of_clause = {clause.id: sum(item.clause == clause.id for item in self.items) for clause in self.clauses}
        return {item.id: 100.0 / len(self.clauses) / of_clause[item.clause] for item in self.items}
