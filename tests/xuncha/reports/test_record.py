"""The record says all that the audit knows, lets anybody recompute the scores, and its schema refuses what it must not say."""

from __future__ import annotations

import copy
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from probes.finding import Outcome
from scoring.score import Stage, recompute_scores
from tests.xuncha.reports.conftest import Sample
from xuncha.audit.report_files import _replace
from xuncha.reports import record


def test_the_record_is_what_the_schema_says(sample: Sample) -> None:
    record.validate_record(sample.record)
    record.validate_record(json.loads(json.dumps(sample.record)))


def test_every_item_of_the_standard_stands_in_the_record(sample: Sample) -> None:
    assert [item["item"] for item in sample.record["items"]] == [item.id for item in sample.standard.items]
    assert len(sample.record["items"]) == 58
    assert {item["verdict"] for item in sample.record["items"]} >= {"pending_document", "inconclusive"}


def test_the_scores_follow_from_the_items_alone(sample: Sample) -> None:
    read = json.loads(json.dumps(sample.record))
    again = recompute_scores(read["items"], read["standard"]["coverage"]["value_from"], read["deducted"])
    for stage in Stage:
        stored, found = read["scores"][str(stage)], again[stage]
        assert stored["low"] == pytest.approx(found.low, abs=1e-9)
        assert stored["high"] == pytest.approx(found.high, abs=1e-9)
        assert stored["coverage"] == pytest.approx(found.coverage, abs=1e-9)
        assert (stored["value"] is None) == (found.value is None)
        assert stored["value"] is None or stored["value"] == pytest.approx(found.value, abs=1e-9)


def test_what_a_check_points_to_is_there(sample: Sample) -> None:
    findings = {finding["id"]: finding for finding in sample.record["findings"]}
    seen = {view["id"] for view in (*sample.record["views"], *sample.record["fetches"])}
    named = [id for item in sample.record["items"] for check in item["checks"] for id in check["findings"]]
    assert named
    assert set(named) <= set(findings)
    pointed = {piece["view"] for found in findings.values() for piece in found["evidence"]}
    assert pointed
    assert pointed - {""} <= seen  # response times point to an address, not to a view
    assert any(found["outcome"] == Outcome.NOT_SEEN and found["reason"] == "blocked" for found in findings.values())


def test_thresholds_of_our_own_say_so(sample: Sample) -> None:
    assert {threshold["ours"] for threshold in sample.record["thresholds"]} == {True, False}
    assert all(threshold["ours"] == (threshold["tier"] == "P") for threshold in sample.record["thresholds"])
    assert all(
        threshold["counts"]
        for threshold in sample.record["thresholds"]
        if threshold["probe"] == "performance.home_speed"
    )


def put(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(made: dict[str, Any]) -> None:
        at: Any = made
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(made: dict[str, Any]) -> None:
        at: Any = made
        for part in path[:-1]:
            at = at[part]
        del at[path[-1]]

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("schema", value="xuncha-audit/2"),
        put("started_at", value="yesterday"),
        put("started_at", value="2026-11-24T02:00:00+08:00"),
        put("more", value=1),
        drop("gaps"),
        drop("scores", "auto"),
        put("scores", "prov", "low", value=101),
        put("scores", "prov", "coverage", value=-0.1),
        put("items", 0, "verdict", value="bad"),
        put("items", 0, "value", value=1.5),
        put("items", 0, "weight", value=0),
        drop("items", 0, "because"),
        drop("items", 0, "because", "en"),
        put("items", 0, "item", value="<script>"),
        put("items", value=[]),
        put("findings", 0, "outcome", value="maybe"),
        put("findings", 0, "evidence", value=[{"view": "v"}]),
        put("thresholds", 0, "tier", value="X"),
        put("views", 0, "screenshot", value="../../etc/passwd"),
        put("views", 0, "width", value="wide"),
        put("gaps", 0, "reason", value="dunno"),
        put("red_lines", 0, "state", value="maybe"),
        put("target", value={"url": 7, "name": ""}),
    ],
)
def test_the_schema_refuses(sample: Sample, change: Callable[[dict[str, Any]], None]) -> None:
    made = copy.deepcopy(sample.record)
    change(made)
    with pytest.raises(record.RecordInvalid):
        record.validate_record(made)


@pytest.mark.parametrize(
    ("verdict", "value"), [("pass", 0.5), ("fail", 1.0), ("partial", 1.0), ("to_confirm", 0.5), ("partial", None)]
)
def test_the_schema_ties_a_value_to_its_verdict(sample: Sample, verdict: str, value: float | None) -> None:
    made = copy.deepcopy(sample.record)
    made["items"][0] |= {"verdict": verdict, "value": value}
    with pytest.raises(record.RecordInvalid, match="items/0"):
        record.validate_record(made)


def test_the_schema_ties_a_tier_to_who_set_it(sample: Sample) -> None:
    made = copy.deepcopy(sample.record)
    made["thresholds"][0]["ours"] = not made["thresholds"][0]["ours"]
    with pytest.raises(record.RecordInvalid, match="thresholds/0"):
        record.validate_record(made)


def test_a_record_is_written_whole_and_read_back(sample: Sample, tmp_path: Path) -> None:
    made = copy.deepcopy(sample.record)
    made["target"]["name"] = "半个\ud83d字"  # page texts may hold half a character
    record.write_audit_json(made, tmp_path / "audit.json")
    assert json.loads((tmp_path / "audit.json").read_text("ascii")) == made
    assert [path.name for path in tmp_path.iterdir()] == ["audit.json"]


def test_a_record_that_cannot_be_written_leaves_the_old_one(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    record.write_audit_json(sample.record, path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="JSON"):
        record.write_audit_json({**sample.record, "deducted": float("nan")}, path)
    assert path.read_bytes() == before
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(OSError, match="taken"):
        record.write_audit_json(sample.record, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.json", "taken"]


def test_the_schema_says_the_same_with_its_references_in_place(sample: Sample) -> None:
    """Each fault is found where the schema as it is written finds it, with its words."""
    as_written = Draft202012Validator(record.load_record_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    made = copy.deepcopy(sample.record)
    made["items"][3]["because"] = {"zh": 7}
    made["findings"][5]["device"] = "watch"
    made["started_at"] = "yesterday"
    by_place = {tuple(fault.absolute_path): fault.message for fault in as_written.iter_errors(made)}
    assert len(by_place) >= 3
    with pytest.raises(record.RecordInvalid) as raised:
        record.validate_record(made)
    first = min(by_place, key=lambda place: list(map(str, place)))
    assert str(raised.value) == f"{'/'.join(map(str, first))}: {by_place[first][:300]}"


def test_a_record_is_for_its_owner_alone_as_the_report_is(sample: Sample, tmp_path: Path) -> None:
    """Both quote what pages say of persons, and neither masks it."""
    before = os.umask(0o022)
    try:
        record.write_audit_json(sample.record, tmp_path / "audit.json")
        _replace(tmp_path / "report.html", b"<p>")
        record.write_atomically(b"{}", tmp_path / "junit.xml", 0o644)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"audit.json": 0o600, "report.html": 0o600, "junit.xml": 0o644}
