"""What share of its points a good answer earns is said in its sentence, and that the rest may be there where that is not known."""

from __future__ import annotations

import dataclasses

import pytest

from probes.finding import Answer, Text, yes
from probes.said_share import AT_LEAST, IN_PART, UNMET, say_share


def _earning(fraction: float | None, ceiling: float | None = None) -> Answer:
    return dataclasses.replace(yes("写明了规则", "the rule is stated", fraction=fraction), ceiling=ceiling)


@pytest.mark.parametrize(
    ("answer", "lead"),
    [
        (_earning(0.5), IN_PART),
        (_earning(0.5, 0.5), IN_PART),
        (_earning(0.5, 1.0), AT_LEAST),
        (_earning(0.0, 1.0), UNMET),
    ],
)
def test_a_share_is_said_and_whether_the_rest_may_be_there(answer: Answer, lead: Text) -> None:
    said = say_share(answer).because
    assert said.zh == f"{lead.zh}：写明了规则"
    assert said.en == f"{lead.en}: the rule is stated"


@pytest.mark.parametrize("fraction", [None, 1.0])
def test_a_whole_answer_says_nothing_of_shares(fraction: float | None) -> None:
    assert say_share(_earning(fraction)).because.zh == "写明了规则"
