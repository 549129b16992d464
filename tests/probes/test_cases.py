"""Golden cases: each folder tests/cases/<subject>/<probe>/<case>/ holds a site.toml and what the probe must say of it.

expected.json: ``outcome`` and, where they matter, ``fraction``, ``reason``, ``by_absence``, ``values`` (a part of them), ``quotes``
(each found in some evidence), ``says`` (each found in the sentence, zh or en), ``silent`` (none of them anywhere). One expectation
holds for every device of the case, unless it is given per device: ``{"desktop": {…}, "mobile": {…}}``.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.vocabulary import Device
from probes.finding import Answer, Outcome
from probes.registry import load as load_checks
from probes.run import judge
from tests.cases.build import blinded, read

CASES = Path(__file__).resolve().parents[1] / "cases"
FOLDERS = sorted(file.parent for file in CASES.glob("*/*/*/expected.json"))
load = functools.cache(load_checks)
KEYS = {"outcome", "fraction", "reason", "by_absence", "values", "quotes", "says", "silent"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "/".join(folder.parts[-3:]))
def test_the_probe_says_what_is_expected(folder: Path) -> None:
    subject, name = folder.parts[-3:-1]
    check = next((each for each in load() if each.id == f"{subject}.{name}"), None)
    assert check is not None, f"no probe {subject}.{name}"
    whole = read(folder)
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    devices = {each.device for each in whole.views} | {each.device for each in whole.gaps}
    by_device = {Device(key): value for key, value in expected.items() if key in tuple(Device)}
    if not by_device:
        by_device = dict.fromkeys(devices, expected)
    assert set(by_device) == devices, "the case and its expectation differ in devices"
    answers = {finding.device: finding.answer for finding in judge((check,), whole, strict=True)}
    for device, wanted in by_device.items():
        assert wanted.keys() <= KEYS, f"unknown keys {sorted(wanted.keys() - KEYS)}"
        _holds(answers[device], wanted)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "/".join(folder.parts[-3:]))
def test_hiding_a_page_leaves_an_answer_as_it_was_or_undecided(folder: Path) -> None:
    subject, name = folder.parts[-3:-1]
    check = next(each for each in load() if each.id == f"{subject}.{name}")
    whole = read(folder)
    before = {finding.device: finding.answer for finding in judge((check,), whole, strict=True)}
    for role in {each.role for each in whole.views}:
        less = blinded(whole, role)
        for finding in judge((check,), less, strict=True):
            after, was = finding.answer, before[finding.device]
            decided = after.outcome in (Outcome.YES, Outcome.NO, Outcome.NOT_APPLICABLE)
            if decided:
                assert after.outcome is was.outcome, f"{role} hidden: {was.because.en} became {after.because.en}"
                assert after.fraction == was.fraction, f"{role} hidden: {was.because.en} became {after.because.en}"


def _holds(answer: Answer, wanted: dict[str, Any]) -> None:
    said = f"{answer.because.zh}\n{answer.because.en}"
    quotes = "\n".join(each.quote for each in answer.evidence)
    assert answer.outcome == wanted["outcome"], said
    if "fraction" in wanted:
        assert answer.fraction == pytest.approx(wanted["fraction"]), said
    if "reason" in wanted:
        assert answer.reason == wanted["reason"], said
    if "by_absence" in wanted:
        assert answer.by_absence is wanted["by_absence"], said
    for key, value in wanted.get("values", {}).items():
        seen = answer.values[key]
        assert (list(seen) if isinstance(seen, tuple) else seen) == value, f"{key} in {said}"
    for words in wanted.get("quotes", ()):
        assert words in quotes
    for words in wanted.get("says", ()):
        assert words in said
    for words in wanted.get("silent", ()):
        assert words not in said + quotes
