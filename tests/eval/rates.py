"""From labels and readings to rates: precision, recall and the share left open, by page and by brand, and their floors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.eval.labels import Asked
from tests.eval.table import TABLE
from tests.eval.values import PREFIX


@dataclass(frozen=True, slots=True)
class Rate:
    """One label's figures, counted in its ``unit``: pages, or values of lists and figures.

    A true label left open is not found: it lowers recall; ``None`` where nothing can be divided. Null labels, those that their
    reader could not tell, are in no figure; ``null_yes`` says on how many of them the reading says yes.

    ``brand_precision`` and ``brand_recall`` let each brand weigh as one page, however many pages copy it.
    """

    true: int
    false: int
    null: int
    null_yes: int
    unit: str
    reading: str
    precision: float | None
    recall: float | None
    undecided: float
    brand_precision: float | None
    brand_recall: float | None

    @property
    def aimed_at(self) -> bool:
        """Whether there are enough pages of both kinds for the aim to mean something."""
        return min(self.true, self.false) >= int(TABLE["aims"]["least"])


def rates(asked: Iterable[Asked]) -> dict[str, Rate]:
    """Figures by ``kind.label``, in the order the labels were met."""
    groups: dict[str, list[Asked]] = {}
    for question in asked:
        groups.setdefault(f"{question.kind}.{question.label}", []).append(question)
    return {name: _rate(group) for name, group in groups.items()}


def _rate(every: list[Asked]) -> Rate:
    group = [question for question in every if question.told]
    null = [question for question in every if not question.told]
    reading: str = TABLE["readings"][every[0].kind][every[0].label]
    unit = "values" if reading.startswith(PREFIX) else "pages"
    copies = Counter(question.brand for question in group)
    alone = _precision_recall(group, dict.fromkeys(copies, 1.0))
    together = _precision_recall(group, {brand: 1.0 / count for brand, count in copies.items()})
    true = sum(question.wanted is True for question in group)
    left_open = sum(question.read.value is None for question in group)
    undecided = round(left_open / len(group), 4) if group else 0.0
    null_yes = sum(question.read.value is True for question in null)
    return Rate(true, len(group) - true, len(null), null_yes, unit, reading, *alone, undecided, *together)


def _precision_recall(group: list[Asked], weights: Mapping[str, float]) -> tuple[float | None, float | None]:
    def total(wanted: bool | None, read: bool | None) -> float:
        return sum(
            weights[question.brand]
            for question in group
            if wanted in (None, question.wanted) and (read is None or question.read.value is read)
        )

    hits, positives, trues = total(True, True), total(None, True), total(True, None)
    return _share(hits, positives), _share(hits, trues)


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def by_brand(asked: Iterable[Asked]) -> dict[str, dict[str, int]]:
    """For each brand that several pages copy, how many labels were read right, wrong and not at all."""
    found: dict[str, Counter[str]] = {}
    for question in asked:
        if question.brand != question.page and question.told:
            name = (
                "open"
                if question.read.value is None
                else "right"
                if question.read.value is question.wanted
                else "wrong"
            )
            found.setdefault(question.brand, Counter(right=0, wrong=0, open=0))[name] += 1
    return {brand: dict(found[brand]) for brand in sorted(found)}


def meets(name: str, rate: Mapping[str, Any], floors: Mapping[str, Any]) -> bool | None:
    """Whether a label's stored rate reaches the aim; None where there are too few pages of one kind to ask."""
    aims = TABLE["aims"]
    return all((rate[what] or 0.0) >= aims[what] for what in ("precision", "recall")) if name in floors else None


def floors(now: Mapping[str, Rate], before: Mapping[str, Any], lower: bool) -> dict[str, dict[str, float]]:
    """What each label with an aim must keep: the aim where it is reached, else what is reached; never less than before.

    ``lower`` forgets what was before.
    """
    kept: dict[str, dict[str, float]] = {}
    for name, rate in now.items():
        if not rate.aimed_at:
            continue
        old = {} if lower else before.get(name, {})
        kept[name] = {
            what: max(old.get(what, 0.0), min(TABLE["aims"][what], math.floor((value or 0.0) * 1000) / 1000))
            for what, value in (("precision", rate.precision), ("recall", rate.recall))
        }
    return kept


def below(results: Mapping[str, Any]) -> tuple[str, ...]:
    """Labels of stored results whose rates are below their floors, each as one line."""
    return tuple(
        f"{name}: {what} {results['labels'][name][what]} is below {floor}"
        for name, other in results["floors"].items()
        for what, floor in other.items()
        if (results["labels"].get(name, {}).get(what) or 0.0) < floor
    )


def results(
    asked: tuple[Asked, ...], corpus: str, ruleset: str, before: Mapping[str, Any], lower: bool
) -> dict[str, Any]:
    """What is committed: rates, floors and disagreements by page id. Words of the pages stay out."""
    now = rates(asked)
    return {
        "corpus": corpus,
        "ruleset": ruleset,
        "labels": {name: asdict(rate) for name, rate in now.items()},
        "brands": by_brand(asked),
        "floors": floors(now, before.get("floors", {}), lower),
        "disagreements": [
            {"page": question.page, "label": question.label, "wanted": question.wanted, "read": question.read.value}
            for question in asked
            if question.differs
        ],
    }
