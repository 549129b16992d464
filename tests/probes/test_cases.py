"""Golden cases: each folder tests/cases/<subject>/<probe>/<case>/ holds a site.toml and what the probe must say of it.

expected.json: ``outcome`` and, where they matter, ``fraction``, ``reason``, ``by_absence``, ``values`` (a part of them), ``quotes``
(each found in some evidence), ``says`` (each found in the sentence, zh or en), ``silent`` (none of them anywhere). One expectation
holds for every device of the case, unless it is given per device: ``{"desktop": {…}, "mobile": {…}}``.

The answer of a case is held against four things: what is expected, what it says of itself, what is said when a page is hidden, and
what stands on its page.
"""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawler.site import Site
from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Outcome
from probes.probe import Check
from probes.registry import load as load_checks
from probes.run import judge
from tests.cases.agreeing import contradiction
from tests.cases.build import blinded, read
from tests.cases.quoting import held_lines, rule

CASES = Path(__file__).resolve().parents[1] / "cases"
KEYS = {"outcome", "fraction", "reason", "by_absence", "values", "quotes", "says", "silent"}
STATES = "state what was measured"  # said of evidence that is let off, being no quote


def names() -> list[str]:
    """Every case as subject/probe/case, told from the names of folders alone: thousands are listed whenever tests are collected."""
    cases = (os.path.relpath(folder, CASES) for folder, _, files in os.walk(CASES) if "expected.json" in files)
    return sorted(name.replace(os.sep, "/") for name in cases)


@functools.cache
def checks() -> dict[str, Check]:
    return {check.id: check for check in load_checks()}


@pytest.mark.parametrize("case", names())
def test_the_probe_says_what_is_expected_of_the_case_and_shows_it(case: str) -> None:
    folder = CASES / case
    subject, name = folder.parts[-3:-1]
    check = checks().get(f"{subject}.{name}")
    assert check is not None, f"no probe {subject}.{name}"
    whole = read(folder)
    findings = judge((check,), whole, strict=True)
    answers = {finding.device: finding.answer for finding in findings}
    _is_what_is_expected(folder, whole, answers)
    assert [said for answer in answers.values() if (said := contradiction(answer, check.good))] == []
    _stays_or_is_undecided_where_a_page_is_hidden(check, whole, answers)
    _stands_on_its_page(check, whole, findings)


def _is_what_is_expected(folder: Path, whole: Site, answers: dict[Device, Answer]) -> None:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    devices = {each.device for each in whole.views} | {each.device for each in whole.gaps}
    by_device = {Device(key): value for key, value in expected.items() if key in tuple(Device)}
    if not by_device:
        by_device = dict.fromkeys(devices, expected)
    assert set(by_device) == devices, "the case and its expectation differ in devices"
    for device, wanted in by_device.items():
        assert wanted.keys() <= KEYS, f"unknown keys {sorted(wanted.keys() - KEYS)}"
        _holds(answers[device], wanted)


def _stays_or_is_undecided_where_a_page_is_hidden(check: Check, whole: Site, before: dict[Device, Answer]) -> None:
    for role in {each.role for each in whole.views}:
        for finding in judge((check,), blinded(whole, role), strict=True):
            after, was = finding.answer, before[finding.device]
            if after.outcome in (Outcome.YES, Outcome.NO, Outcome.NOT_APPLICABLE):
                assert after.outcome is was.outcome, f"{role} hidden: {was.because.en} became {after.because.en}"
                assert after.fraction == was.fraction, f"{role} hidden: {was.because.en} became {after.because.en}"


def _stands_on_its_page(check: Check, whole: Site, findings: tuple[Finding, ...]) -> None:
    """No honest audit is called a lie by those who hold its quotes against its pages."""
    said = held_lines(check, whole, findings)
    assert [line[2] for line in said if line[0] is False] == []
    if any(STATES in line[2] for line in said):
        assert check.id in rule().quotes.stating


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
