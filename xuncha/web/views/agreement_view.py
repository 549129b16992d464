"""Where assessors of one audit agree and where not: item by item, the furthest apart first, with kappa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.decisions.decision import Decision, last_words
from scoring.decisions.decision_reuse import JudgingMoment, PlatformDecisions
from scoring.standard_tables import Standard
from scoring.verdict import ItemVerdict
from xuncha.reports.decided import compute_agreements

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One item: what each assessor said last (None = nothing), what the machine says, and how far the first two are apart.

    ``apart`` is None where fewer than two decided or one says it does not apply; ``waits``: a third is needed.
    """

    item: str
    name: Mapping[str, str]
    said: tuple[Decision | None, ...]
    machine: str
    machine_value: float | None
    apart: float | None
    waits: bool


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """All items that somebody decided; ``assessors`` in the order of the columns; ``pairs`` as audit.json has agreements."""

    assessors: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    pairs: tuple[Data, ...]


def make_agreement_table(
    standard: Standard, verdicts: Iterable[ItemVerdict], decided: PlatformDecisions, now: JudgingMoment
) -> AgreementTable:
    """The table of what may be seen of the decisions on a visit."""
    own = [decision for decision in decided.items if now.owns(decision)]
    people = tuple(sorted({decision.assessor for decision in own}))
    by_item: dict[str, dict[str, Decision]] = {}
    for item in {decision.item for decision in own}:
        by_item[item] = {
            word.assessor: word for word in last_words(decision for decision in own if decision.item == item)
        }
    rows = [
        _row(standard, verdict, by_item[verdict.item], people, standard.values.assessors_apart)
        for verdict in verdicts
        if verdict.item in by_item
    ]
    rows.sort(key=lambda row: (not row.waits, -(row.apart or 0.0)))
    return AgreementTable(people, tuple(rows), tuple(compute_agreements(own)))


def _row(
    standard: Standard, verdict: ItemVerdict, said: Mapping[str, Decision], people: tuple[str, ...], most: float
) -> AgreementRow:
    values = [decision.value for decision in said.values()]
    known = [value for value in values if value is not None]
    apart = max(known) - min(known) if len(known) > 1 and len(known) == len(values) else None
    waits = len(said) == 2 and values[0] != values[1] and (apart is None or apart > most)
    own = verdict.machine
    item = standard.by_id[verdict.item]
    return AgreementRow(
        verdict.item, {"zh": item.name.zh, "en": item.name.en}, tuple(said.get(person) for person in people),
        own.verdict.value if own else verdict.verdict.value, own.value if own else verdict.value, apart, waits,
    )  # fmt: skip
