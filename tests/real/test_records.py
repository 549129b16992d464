"""The page on real shops is what the records say, and the records hold to their own aims."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from tests.real.page import FILE, answered, met_labels, page, shops
from tests.real.record import JUDGED, LABELS, Record, Ruling, known_labels, of_audit, read
from tests.rules import real_checks


def test_the_document_is_what_the_records_say() -> None:
    assert FILE.read_text("utf-8") == page(), "docs/real-shops.md is stale: run python -m tests.real page"


def test_labels_are_held_against_checks_there_are() -> None:
    assert {check for checks in LABELS.values() for check in checks} <= {check.id for check in real_checks()}


@pytest.mark.parametrize("shop", shops())
def test_every_ruling_is_of_an_answer_that_was_given(shop: str) -> None:
    record = read(shop)
    said = {f"{check} {outcome}" for check, answer in record.answers.items() for outcome in answer.values()}
    assert set(record.rulings) <= said
    assert {ruling.judged for ruling in record.rulings.values()} <= set(JUDGED)
    assert [key for key, ruling in record.rulings.items() if ruling.judged != "right" and not ruling.why] == []


def _audit(tmp_path: Path, outcome: str) -> Path:
    finding = {"probe": "performance.https", "device": "desktop", "look": 1, "outcome": outcome, "reason": ""}
    item = {"item": "5.1-5", "class": "observed", "verdict": "fail", "reason": None}
    times = {"started_at": "2026-01-01T00:00:00+00:00", "finished_at": "2026-01-01T00:01:30+00:00"}
    scores = {"prov": {"coverage": 0.25}}
    file = tmp_path / "audit.json"
    file.write_text(
        json.dumps({"findings": [finding], "items": [item], "views": [], "scores": scores, **times}), "utf-8"
    )
    return file


def test_a_ruling_stands_while_the_answer_is_given_and_falls_with_it(tmp_path: Path) -> None:
    first = of_audit("some", _audit(tmp_path, "no"), {"5.1_https": "no"}, None)
    assert (first.seconds, first.unjudged()) == (90.0, ["performance.https no"])
    ruled = dataclasses.replace(first, rulings={"performance.https no": Ruling("right")})
    assert of_audit("some", _audit(tmp_path, "no"), {}, ruled).unjudged() == []
    assert of_audit("some", _audit(tmp_path, "yes"), {}, ruled).unjudged() == ["performance.https yes"]


@pytest.mark.parametrize(
    ("outcome", "label", "met"),
    [("no", "no", 1), ("no", "yes", 0), ("not_seen", "no", 0), ("yes", "partial", 1), ("unsure", "partial", 0)],
)
def test_a_label_is_met_by_a_decided_answer_alone(tmp_path: Path, outcome: str, label: str, met: int) -> None:
    record: Record = of_audit("some", _audit(tmp_path, outcome), {"5.1_https": label}, None)
    assert met_labels(record) == met
    assert answered(record, "5.1_https") in ("yes", "no", "open")


def test_labels_of_a_shop_nobody_labelled_are_none(tmp_path: Path) -> None:
    assert known_labels([tmp_path / "none.json"], "some") == {}
