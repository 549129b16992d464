"""Readings under changes of their words: no word that says the same makes a lack, and what no longer states a thing earns nothing."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from pathlib import Path

import pytest

from crawler.site import Site
from probes.finding import Answer
from probes.probe import Params
from probes.text.remember import judging_cache
from tests.metamorph.all_changes import ALL, SPOILS
from tests.metamorph.measure import EXEMPT, Result, Trial, exempt, tally, trial, trials
from tests.metamorph.subjects import Subject, checks, subjects
from tests.metamorph.transformation import Must, Transformation

FLOORS: dict[str, float] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["right"]


@functools.cache
def given() -> tuple[Subject, ...]:
    return tuple(subjects())


@functools.cache
def found() -> tuple[Trial, ...]:
    with judging_cache():  # pages that a change leaves alone are the same objects: each is read once for all
        return tuple(trials(given()))


@pytest.mark.parametrize("change", ALL, ids=lambda thing: thing.name)
def test_a_change_is_answered_rightly_as_often_as_it_was(change: Transformation) -> None:
    of = [other_trial for other_trial in found() if other_trial.change == change.name]
    assert of, "this change could be made of nothing"
    right = sum(other_trial.result is Result.RIGHT for other_trial in of) / len(of)
    wrong = [
        f"{other_trial.case}: {other_trial.because}" for other_trial in of if other_trial.result is not Result.RIGHT
    ]
    assert right >= FLOORS[change.name], wrong


def test_no_other_way_to_say_it_makes_a_lack() -> None:
    assert [
        f"{other_trial.change} {other_trial.case}: {other_trial.because}"
        for other_trial in found()
        if other_trial.harmful
    ] == []


def test_all_together_are_answered_rightly() -> None:
    counts = tally(found())["all"]
    assert counts[Result.RIGHT] / sum(counts.values()) >= FLOORS["all"]


def test_a_check_that_says_yes_to_everything_is_told() -> None:
    """The harness itself: an answer that does not hang on its words fails every change that takes them away."""
    subject = next(subject for subject in given() if subject.check.stated and subject.quotes)

    def deaf(_: Site, __: Params) -> Answer:
        return subject.answer

    probe = dataclasses.replace(subject.check.probe, judge=deaf)
    told = dataclasses.replace(subject, check=dataclasses.replace(subject.check, probe=probe))
    for change in ALL:
        came = trial(told, change)
        if came is not None:
            assert came.result is (Result.KEPT if change.must is Must.FALL else Result.RIGHT), change.name


def test_every_check_is_tried_or_excused() -> None:
    tried = {other_trial.check for other_trial in found()}
    assert tried & set(EXEMPT["untried"]) == set()
    assert tried | set(EXEMPT["untried"]) == set(checks())


def test_each_change_of_things_is_asked_of_checks_that_there_are() -> None:
    for change in ALL:
        assert change.of is None or change.of <= set(checks()), change.name
        assert change.of is None or {
            other_trial.check for other_trial in found() if other_trial.change == change.name
        }, change.name
    asked = {check for change in SPOILS for check in change.of or ()}
    spoilt = {other_trial.check for other_trial in found() if other_trial.change in {change.name for change in SPOILS}}
    assert asked == spoilt


def test_exemptions_name_changes_and_checks_that_there_are() -> None:
    assert set(EXEMPT) <= {transformation.name for transformation in ALL} | {"untried"}
    named = {check for of in EXEMPT.values() for check in of} - {"things"}
    assert named <= set(checks())
    assert all(len(reason) > 10 for of in EXEMPT.values() for reason in of.values())
    stated = next(check for check in checks().values() if check.stated)
    assert exempt(stated, "to_footer") == ""
