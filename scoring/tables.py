"""The tables of standard.toml as frozen types: unknown keys are refused, nothing changes after loading."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from probes.finding import Outcome, Text

TOLERANCE = 1e-9


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


class Table(BaseModel):
    """A table of standard.toml: unknown keys are refused, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Table):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class VerdictWords(Words):
    earl: str


class Part(Table):
    """What a condition looks at: a check of the item, or any probe. Exactly one of the two."""

    check: str | None = None
    probe: str | None = None


class Need(Part):
    at_least: float = Field(gt=0, le=1)


class Cap(Part):
    """Below ``below`` the verdict is at most ``at_most``, its value at most ``value``, and no worse than ``at_least``."""

    below: float = Field(gt=0, le=1)
    at_most: Literal[Verdict.PARTIAL] = Verdict.PARTIAL
    value: float | None = Field(default=None, ge=0, le=1)
    at_least: Literal[Verdict.PARTIAL] | None = None


class Core(Table):
    """Groups of checks that must all be there: one member with ``at_least`` is enough; ``fail_missing`` empty ones fail."""

    groups: tuple[tuple[str, ...], ...]
    at_least: float = Field(gt=0, le=1)
    fail_missing: int = Field(ge=1)


class ItemCheck(Table):
    id: str
    points: float = Field(ge=0)
    name: Words


class Item(Table):
    """One dash item of the standard. ``pass_mark`` and ``partial_mark`` are points of ``total``.

    ``applies`` are flags of the platform's profile: one that is contradicted removes the item. ``ask`` is what a person is
    asked where no answer of a probe brings a question of its own; ``documents`` are what the company is asked to file.
    """

    id: str
    clause: str
    name: Words
    text: str = Field(min_length=1)
    item_class: ItemClass = Field(alias="class")
    weight: float = Field(gt=0)
    remedy: Words
    total: float = Field(default=0, ge=0)
    pass_mark: float = Field(default=0, ge=0, alias="pass")
    partial_mark: float = Field(default=0, ge=0, alias="partial")
    devices: Literal["better", "mean"] = "better"
    pass_needs: tuple[Need, ...] = ()
    fail_without: tuple[Part, ...] = ()
    caps: tuple[Cap, ...] = ()
    core: Core | None = None
    applies: dict[str, bool] = {}
    ask: Words | None = None
    documents: tuple[Words, ...] = ()
    checks: tuple[ItemCheck, ...] = ()

    @property
    def chapter(self) -> str:
        return self.clause.split(".")[0]

    @property
    def conditions(self) -> tuple[Part, ...]:
        return (*self.pass_needs, *self.fail_without, *self.caps)


class Values(Table):
    partial_low: float
    partial_high: float
    partial_default: float
    other_surface: float = Field(ge=0, le=1)
    assessors_apart: float


class Coverage(Table):
    value_from: float
    range_from: float
    grade_from: float
    documents_from: float


class Deductions(Table):
    other_breach: float
    other_most: float
    unfit_from: int


class Standing(Table):
    """``recheck_items`` are due for another look after ``recheck_days``, all others once their verdicts are stale."""

    stale_days: float = Field(gt=0)
    dropped_days: float = Field(gt=0)
    recheck_days: float = Field(gt=0)
    recheck_items: tuple[str, ...] = ()


class Deciding(Table):
    """What holds for persons' decisions. ``carried`` has places for {date}, {assessor} and {reason}."""

    stands_days: float = Field(gt=0)
    second_audit_minutes: float = Field(gt=0)
    carried: Words


class Band(Table):
    grade: str
    lowest: float = Field(alias="from")


class Preset(Table):
    name: Words
    by: Literal["weight", "clause"]


class Clause(Table):
    id: str
    name: Words


class Chapter(Clause):
    weight: float


class Raise(Table):
    probe: str
    outcome: Literal[Outcome.YES, Outcome.NO] = Field(alias="is")


class RedLine(Table):
    """A veto. ``cap`` = best grade while confirmed, ``points`` = taken off the total, ``together`` = all of raised_by."""

    id: str
    trigger: Words
    basis: str
    cap: str | None = None
    points: float = Field(default=0, ge=0)
    counts: bool = True
    together: bool = False
    raised_by: tuple[Raise, ...] = ()


class Standard(Table):
    version: str
    title: Words
    values: Values
    coverage: Coverage
    deductions: Deductions
    standing: Standing
    deciding: Deciding
    bands: tuple[Band, ...]
    presets: dict[str, Preset]
    verdicts: dict[Verdict, VerdictWords]
    reasons: dict[str, Words]
    moot: dict[str, Words]
    chapters: tuple[Chapter, ...]
    red_lines: tuple[RedLine, ...]
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    def weights(self, preset: str) -> Mapping[str, float]:
        """Weight of every item under a preset; they sum to 100."""
        if self.presets[preset].by == "weight":
            return {item.id: item.weight for item in self.items}
        of_clause = {clause.id: sum(item.clause == clause.id for item in self.items) for clause in self.clauses}
        return {item.id: 100.0 / len(self.clauses) / of_clause[item.clause] for item in self.items}
