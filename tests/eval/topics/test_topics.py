"""The sentences of our own are many, told apart and named as the checks are; what was learnt from them is what the table uses."""

from __future__ import annotations

import importlib.util
import json

import pytest

from probes.text.learnt.topic_weights import load_topics
from tests.eval.table import checks
from tests.eval.topics import learn
from tests.eval.topics.sentences import PLAN, checks_of, part_of, sentences
from tests.eval.topics.words import by_page

TRAINS = pytest.mark.skipif(importlib.util.find_spec("sklearn") is None, reason="what trains is not installed")


@pytest.mark.parametrize("topic", PLAN["pages"])
def test_a_topic_has_three_hundred_sentences_a_quarter_of_them_no_statement(topic: str) -> None:
    said = [sentence for sentence in sentences() if sentence.topic == topic]
    assert len(said) >= 300
    assert sum(bool(sentence.kind) for sentence in said) >= len(said) / 4
    assert {sentence.kind for sentence in said if sentence.kind} == set(PLAN["kinds"]["names"])


def test_labels_are_checks_that_read_a_page_of_theirs() -> None:
    named = {check for sentence in sentences() for check in sentence.checks}
    named |= {check for group in (*PLAN["alike"].values(), PLAN["whole"]["checks"]) for check in group}
    assert named <= set(checks())
    for topic in PLAN["pages"]:
        for role, asked in by_page(checks_of(topic), topic).items():
            assert all(
                role in {need.role for need in check.probe.reads} for check in asked if check.id in learn.taught()
            )


def test_a_sentence_stays_in_its_part() -> None:
    assert part_of("本店不收运费。") == part_of("本店不收运费。") < PLAN["limits"]["parts"]
    assert {sentence.part for sentence in sentences()} == set(range(PLAN["limits"]["parts"]))


def test_what_is_learnt_is_what_the_table_asks() -> None:
    asked = {check.id for check in checks().values() if check.id in check.params.words.get("learnt", ())}
    assert asked == set(learn.taught()) <= set(load_topics())
    assert all(load_topics()[id_].fine for id_ in asked)


@TRAINS
def test_the_weights_are_learnt_again_to_the_bit() -> None:
    kept = json.loads(learn.TARGET.read_text("utf-8"))["topics"]
    check = learn.taught()[0]
    again = learn.learnt(check)
    assert (again["bias"], again["weights"]) == (kept[check]["bias"], kept[check]["weights"])
