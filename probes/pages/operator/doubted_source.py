"""A yes that stands on one text alone, of which nobody can tell whether it is the shop's rule, as a question to a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from probes.finding import Answer, Outcome, Text


def doubt_source(answer: Answer, words: Mapping[str, str], question: Text | None = None) -> Answer:
    """UNSURE instead of a YES; every other answer as it is.

    ``words`` say it in ``zh`` and ``en``, with the answer's own reason in the place of {because}, and ask in ``ask_zh``
    and ``ask_en`` where no ``question`` does.
    """
    if answer.outcome is not Outcome.YES:
        return answer
    because = Text(words["zh"].format(because=answer.because.zh), words["en"].format(because=answer.because.en))
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=because,
        reason="notice",
        by_absence=False,
        ceiling=None,
        fraction=0.0,
        question=question or Text(words["ask_zh"], words["ask_en"]),
    )
