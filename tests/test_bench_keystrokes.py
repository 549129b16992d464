"""The keystroke-level estimate counts what is read, looked at and pressed, and each boilerplate once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.keystrokes import (
    ALOUD,
    KEY,
    PAGE,
    SILENT,
    THOUGHT,
    ItemEffort,
    count_letters,
    measure_effort,
    measure_efforts,
)
from probes.finding import Text
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, Suggestion

ASKED = Text("是否写明？", "is it stated?")
OPEN = ItemVerdict(
    "4.1-1", Verdict.TO_CONFIRM, None, 0.0, 1.0, Text("写明了甲：「一句。」；未见阻碍；写明了乙：「另一句。」", ""),
    suggested=Suggestion(Verdict.PASS, 1.0), question=ASKED,
)  # fmt: skip


def test_an_agreement_is_the_question_its_claims_one_look_and_one_key() -> None:
    effort = measure_effort(OPEN, ())
    assert effort == ItemEffort("4.1-1", count_letters("是否写明？甲：「一句。」未见阻碍乙：「另一句。」"), 1, 1)
    assert measure_effort(OPEN, (), every=True).looks == 2
    assert effort.seconds(60) == pytest.approx(effort.letters + KEY + PAGE + 2 * THOUGHT + KEY + PAGE)
    assert SILENT > ALOUD


def test_what_many_items_ask_alike_is_read_once_and_what_is_decided_not_at_all() -> None:
    unseen = replace(OPEN, verdict=Verdict.INCONCLUSIVE, suggested=None, question=None)
    done = replace(OPEN, verdict=Verdict.PASS, value=1.0)
    first, second = measure_efforts([unseen, replace(unseen, item="4.1-2"), done])
    assert (first.letters > 0, second.letters, second.keys) == (True, 0, 3)


def test_what_waits_for_documents_is_told_once_for_all() -> None:
    waiting = replace(OPEN, verdict=Verdict.PENDING_DOCUMENT, suggested=None, question=None)
    (told,) = measure_efforts([waiting, replace(waiting, item="4.1-2")])
    assert (told.letters > 0, told.keys, told.looks) == (True, 1, 0)


def test_a_sentence_that_another_question_has_too_is_read_once() -> None:
    asked = replace(OPEN, question=Text("是否写明？另见证据：丙。", ""))
    alone, after = measure_efforts([asked])[0], measure_efforts([OPEN, asked])[1]
    assert alone.letters - after.letters == count_letters("是否写明？")
