"""The tables of standard.toml as frozen types: unknown keys are refused, nothing changes after loading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from crawler.table_builder import AtLeastNone, FieldKey, NumberBound, Said, Share
from probes.finding import Outcome
from probes.schema.probe_table import BilingualWords

TOLERANCE = 1e-9
Positive = Annotated[float, NumberBound(above=0)]
SomeShare = Annotated[float, NumberBound(above=0, most=1)]


class Verdict(StrEnum):
    """The verdict on one item; the words for people and for EARL are data of the standard."""

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
class VerdictWords(BilingualWords):
    earl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionPart:
    """What a condition refers to: a check of the item, or any probe. Exactly one of the two."""

    check: str | None = None
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredPart(ConditionPart):
    at_least: SomeShare


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCap(ConditionPart):
    """Below ``below`` the verdict is at most ``at_most``, its value at most ``value``, and no worse than ``at_least``."""

    below: SomeShare
    at_most: Literal[Verdict.PARTIAL] = Verdict.PARTIAL
    value: Share | None = None
    at_least: Literal[Verdict.PARTIAL] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreGroups:
    """Groups of checks that must be there: one member with ``at_least`` suffices for a group; ``fail_missing`` empty ones fail."""

    groups: tuple[tuple[str, ...], ...]
    at_least: SomeShare
    fail_missing: Annotated[int, NumberBound(least=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCheck:
    id: str
    points: AtLeastNone
    name: BilingualWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One dash item of the standard. ``pass_mark`` and ``partial_mark`` are points of ``total``.

    ``applies`` are flags of the platform's profile: a contradicted one removes the item. ``ask`` is what a person is
    asked if no answer of a probe has a question of its own; ``documents`` are what the company is asked to file.
    """

    id: str
    clause: str
    name: BilingualWords
    text: Said
    item_class: Annotated[ItemClass, FieldKey("class")]
    weight: Positive
    remedy: BilingualWords
    total: AtLeastNone = 0
    pass_mark: Annotated[AtLeastNone, FieldKey("pass")] = 0
    partial_mark: Annotated[AtLeastNone, FieldKey("partial")] = 0
    devices: Literal["better", "mean"] = "better"
    pass_needs: tuple[RequiredPart, ...] = ()
    fail_without: tuple[ConditionPart, ...] = ()
    caps: tuple[VerdictCap, ...] = ()
    core: CoreGroups | None = None
    applies: Mapping[str, bool] = field(default_factory=dict)
    ask: BilingualWords | None = None
    documents: tuple[BilingualWords, ...] = ()
    checks: tuple[ItemCheck, ...] = ()

    @property
    def chapter(self) -> str:
        return self.clause.split(".")[0]

    @property
    def conditions(self) -> tuple[ConditionPart, ...]:
        return (*self.pass_needs, *self.fail_without, *self.caps)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictValues:
    partial_low: float
    partial_high: float
    partial_default: float
    other_surface: Share
    assessors_apart: float
    recall_bar: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLimits:
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
class StandingRules:
    """``recheck_items`` are due again after ``recheck_days``, all others once their verdicts are stale."""

    stale_days: Positive
    dropped_days: Positive
    recheck_days: Positive
    recheck_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingRules:
    """Rules for persons' decisions. ``carried`` has placeholders {date}, {assessor} and {reason}.

    ``confirm`` is what a person is asked about an item for which every check has an answer; its placeholder {rest} is
    ``confirm_rest`` where the reason tells nothing of some checks, with the names of at most ``confirm_most`` of them as {what}.
    """

    stands_days: Positive
    second_audit_minutes: Positive
    carried: BilingualWords
    confirm: BilingualWords
    confirm_rest: BilingualWords
    confirm_most: Annotated[int, NumberBound(least=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    grade: str
    lowest: Annotated[float, FieldKey("from")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightPreset:
    name: BilingualWords
    by: Literal["weight", "clause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    id: str
    name: BilingualWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Clause):
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLineTrigger:
    probe: str
    outcome: Annotated[Literal[Outcome.YES, Outcome.NO], FieldKey("is")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """A veto. ``cap`` = best grade while confirmed, ``points`` = deducted from the total, ``together`` = all of raised_by."""

    id: str
    trigger: BilingualWords
    basis: str
    cap: str | None = None
    points: AtLeastNone = 0
    counts: bool = True
    together: bool = False
    raised_by: tuple[RedLineTrigger, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    version: str
    title: BilingualWords
    values: VerdictValues
    coverage: CoverageLimits
    deductions: Deductions
    standing: StandingRules
    deciding: DecidingRules
    bands: tuple[GradeBand, ...]
    presets: Mapping[str, WeightPreset]
    verdicts: Mapping[Verdict, VerdictWords]
    reasons: Mapping[str, BilingualWords]
    moot: Mapping[str, BilingualWords]
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
