"""Golden cases: each folder tests/cases/<subject>/<probe>/<case>/ holds a site.toml and what the probe must say of it.

expected.json: ``outcome`` and, where they matter, ``fraction``, ``reason``, ``by_absence``, ``values`` (a part of them), ``quotes``
(each found in some evidence), ``says`` (each found in the sentence, zh or en), ``silent`` (none of them anywhere). One expectation
holds for every device of the case, unless it is given per device: ``{"desktop": {…}, "mobile": {…}}``.

The answer of a case is held against five things: what is expected, what it says of itself, what is said when a page is hidden, what
stands on its page, and whether a person could sign its sentences.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.site import Site
from crawler.vocabulary import Device
from probes import known_absence
from probes.finding import Answer, Finding, Outcome, Text
from probes.pages.absence.absence import DECIDING
from probes.probe import Check
from probes.run import judge_site
from probes.text.remember import judging_cache
from tests.cases.agreeing import contradiction
from tests.cases.build import blinded, read
from tests.cases.quoting import held_lines, rule
from tests.rules import real_checks
from tests.wording.faults import unsigned
from tests.wording.said import of_answers, of_gap

CASES = Path(__file__).resolve().parents[1] / "cases"
KEYS = {"outcome", "fraction", "reason", "by_absence", "values", "quotes", "says", "silent"}
BAR = 0.9  # below it an absence is not known: how that is said is looked at too
STATES = "state what was measured"  # said of evidence that is let off, being no quote


def names() -> list[str]:
    """Every case as subject/probe/case, told from the names of folders alone: thousands are listed whenever tests are collected."""
    cases = (os.path.relpath(folder, CASES) for folder, _, files in os.walk(CASES) if "expected.json" in files)
    return sorted(name.replace(os.sep, "/") for name in cases)


@functools.cache
def checks() -> dict[str, Check]:
    return {check.id: check for check in real_checks()}


@pytest.fixture(autouse=True)
def read_once() -> Iterator[None]:
    """The pages that stay where others are hidden are the same objects, so each is read once for a case."""
    with judging_cache():
        yield


@pytest.mark.parametrize("case", names())
def test_the_probe_says_what_is_expected_of_the_case_and_shows_it(case: str) -> None:
    folder = CASES / case
    subject, name = folder.parts[-3:-1]
    check = checks().get(f"{subject}.{name}")
    assert check is not None, f"no probe {subject}.{name}"
    whole = read(folder)
    findings = judge_site((check,), whole, strict=True)
    answers = {finding.device: finding.answer for finding in findings}
    _is_what_is_expected(folder, check, whole, answers)
    assert [said for answer in answers.values() if (said := contradiction(answer, check.good))] == []
    hidden = _stays_or_is_undecided_where_a_page_is_hidden(check, whole, answers)
    _stands_on_its_page(check, whole, findings)
    _asks_nothing_that_was_found(check, answers.values())
    weighed = (
        known_absence.weigh_absence(check, finding.answer, whole.only(finding.look, finding.device), BAR)
        for finding in findings
    )
    assert unsigned(of_answers(check.id, (*answers.values(), *hidden, *weighed)), map(of_gap, whole.gaps)) == []


def _is_what_is_expected(folder: Path, check: Check, whole: Site, answers: dict[Device, Answer]) -> None:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    devices = {view.device for view in whole.views} | {gap.device for gap in whole.gaps}
    by_device = {Device(key): value for key, value in expected.items() if key in tuple(Device)}
    if not by_device:
        by_device = dict.fromkeys(devices, expected)
    assert set(by_device) == devices, "the case and its expectation differ in devices"
    for device, wanted in by_device.items():
        assert wanted.keys() <= KEYS, f"unknown keys {sorted(wanted.keys() - KEYS)}"
        assert (why := only_asks(check, answers[device], wanted)) == "", why
        _holds(answers[device], wanted)


def only_asks(check: Check, answer: Answer, wanted: dict[str, Any]) -> str:
    """Why a bad answer that was expected became a question; empty where that is not the reason. Authors of probes meet it first here."""
    bad = wanted["outcome"] in (Outcome.YES, Outcome.NO) and wanted["outcome"] != check.good
    if not bad or answer.outcome is not Outcome.UNSURE or check.confidence >= DECIDING:
        return ""
    return (
        f"{check.id} has confidence {check.confidence:g} in probes.toml: below {DECIDING:g} its bad answers only ask a person."
        f" Expect unsure, or set a confidence that is earned. It said: {answer.because.en}"
    )


def _stays_or_is_undecided_where_a_page_is_hidden(
    check: Check, whole: Site, before: dict[Device, Answer]
) -> list[Answer]:
    """The answers that are given with each page hidden in turn."""
    given: list[Answer] = []
    for role in {view.role for view in whole.views}:
        for finding in judge_site((check,), blinded(whole, role), strict=True):
            after, was = finding.answer, before[finding.device]
            given.append(after)
            if after.outcome in (Outcome.YES, Outcome.NO, Outcome.NOT_APPLICABLE):
                assert after.outcome is was.outcome, f"{role} hidden: {was.because.en} became {after.because.en}"
                assert after.fraction == was.fraction, f"{role} hidden: {was.because.en} became {after.because.en}"
    return given


def _asks_nothing_that_was_found(check: Check, answers: Iterable[Answer]) -> None:
    """Who found something bad asks whether it was read rightly, not the question that it answers."""
    found = [answer for answer in answers if answer.outcome is Outcome.UNSURE and not answer.by_absence]
    assert [answer.question for answer in found if answer.question == check.question] == []


def _stands_on_its_page(check: Check, whole: Site, findings: tuple[Finding, ...]) -> None:
    """No honest audit is called a lie by those who hold its quotes against its pages."""
    said = held_lines(check, whole, findings)
    assert [line[2] for line in said if line[0] is False] == []
    if any(STATES in line[2] for line in said):
        assert check.id in rule().quotes.stating


def _holds(answer: Answer, wanted: dict[str, Any]) -> None:
    said = f"{answer.because.zh}\n{answer.because.en}"
    quotes = "\n".join(piece.quote for piece in answer.evidence)
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


def test_who_expects_a_no_of_a_probe_of_little_confidence_is_told_why_it_only_asks() -> None:
    check = dataclasses.replace(next(iter(checks().values())), good=Outcome.YES, confidence=0.7)
    text = Text("未见", "not found")
    assert "confidence 0.7" in only_asks(check, Answer(Outcome.UNSURE, text), {"outcome": "no"})
    assert only_asks(check, Answer(Outcome.UNSURE, text), {"outcome": "yes"}) == ""
    assert only_asks(check, Answer(Outcome.NOT_SEEN, text), {"outcome": "no"}) == ""
    assert only_asks(dataclasses.replace(check, confidence=0.8), Answer(Outcome.UNSURE, text), {"outcome": "no"}) == ""
