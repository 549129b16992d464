"""What one audit of a real shop said, kept without any words of the shop: outcomes by check and device, verdicts, figures."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
STORED = HERE / "shops"
LABELS: dict[str, list[str]] = tomllib.loads((HERE / "labels.toml").read_text("utf-8"))["labels"]
DECIDED = ("yes", "no", "not_applicable")
JUDGED = ("right", "wrong", "arguable")


@dataclasses.dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on one answer, made by opening the page: right, wrong or arguable, and why where it is not right."""

    judged: str
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """``answers`` maps a check to device → outcome of the first look; ``rulings`` maps ``check outcome`` to a person's word.

    ``items`` maps an item to (class, verdict, reason); ``seconds`` is wall time of the audit; ``needless`` are items left
    undecided although what was on public pages decides them; ``labels`` are what a person wrote of the shop before any audit of it.
    """

    shop: str
    seconds: float
    views: int
    coverage: float
    items: Mapping[str, tuple[str, str, str]]
    answers: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, int]
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    rulings: Mapping[str, Ruling] = dataclasses.field(default_factory=dict)
    needless: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def unjudged(self) -> list[str]:
        """Decided answers that nobody has judged, as ``check outcome``."""
        said = {f"{check} {outcome}" for check, answer in self.answers.items() for outcome in answer.values()}
        return sorted(one for one in said if one.split()[1] in ("yes", "no") and one not in self.rulings)


def read(shop: str) -> Record:
    """The stored record of that shop. Raises OSError, ValueError or TypeError for what is not of that form."""
    raw: dict[str, Any] = json.loads((STORED / f"{shop}.json").read_text("utf-8"))
    rulings = {key: Ruling(**value) for key, value in raw.pop("rulings", {}).items()}
    items = {item: tuple(value) for item, value in raw.pop("items").items()}
    return Record(**raw, items=items, rulings=rulings)


def write(record: Record) -> None:
    """Store it, one line a thing, so that changes can be read."""
    STORED.mkdir(exist_ok=True)
    text = json.dumps(dataclasses.asdict(record), ensure_ascii=False, indent=1, sort_keys=True)
    (STORED / f"{record.shop}.json").write_text(text + "\n", "utf-8")


def of_audit(shop: str, file: Path, labels: Mapping[str, str], before: Record | None) -> Record:
    """The record of an ``audit.json``; rulings of an earlier one stand for answers that are still given."""
    audit: dict[str, Any] = json.loads(file.read_text("utf-8"))
    answers: dict[str, dict[str, str]] = {}
    reasons: dict[str, int] = {}
    for finding in audit["findings"]:
        if finding["look"] != 1:
            continue
        answers.setdefault(finding["probe"], {})[finding["device"]] = finding["outcome"]
        if finding["outcome"] in ("unsure", "not_seen", "error"):
            name = finding["reason"] or finding["outcome"]
            reasons[name] = reasons.get(name, 0) + 1
    fresh = Record(
        shop=shop,
        seconds=_seconds(audit),
        views=len(audit["views"]),
        coverage=audit["scores"]["prov"]["coverage"],
        items={one["item"]: (one["class"], one["verdict"], one["reason"] or "") for one in audit["items"]},
        answers=answers,
        reasons=reasons,
        labels=labels,
    )
    if before is None:
        return fresh
    said = {f"{check} {outcome}" for check, answer in answers.items() for outcome in answer.values()}
    kept = {key: ruling for key, ruling in before.rulings.items() if key in said}
    open_items = {item for item, other in fresh.items.items() if other[1] in ("inconclusive", "to_confirm")}
    needless = {item: why for item, why in before.needless.items() if item in open_items}
    return dataclasses.replace(fresh, rulings=kept, needless=needless)


def known_labels(files: list[Path], shop: str) -> dict[str, str]:
    """The labels by hand of that shop in those of the files that are there."""
    for file in files:
        if file.is_file():
            raw: dict[str, Any] = json.loads(file.read_text("utf-8"))
            if shop in raw["shops"]:
                return {key: str(check["v"]) for key, check in raw["shops"][shop]["checks"].items() if key in LABELS}
    return {}


def _seconds(audit: Mapping[str, Any]) -> float:
    began, ended = (datetime.fromisoformat(audit[key]) for key in ("started_at", "finished_at"))
    return round((ended - began).total_seconds(), 1)
