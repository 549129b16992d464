"""Says in the sentence of a good answer what share of its points it earns."""

from __future__ import annotations

import dataclasses

from probes.finding import Answer, Text

IN_PART = Text("部分符合", "in part")
# Where the rest may be there: what was not found is no claim that it is not.
AT_LEAST = Text(
    "至少部分符合（其余未能找到，须人工核对）", "at least in part (the rest was not found and needs a look)"
)
UNMET = Text("有，但未达要求", "it is there, but not as asked")


def say_share(answer: Answer) -> Answer:
    """Say so in the sentence where a YES earns only a share of its points, or none, and whether the rest may be there."""
    if answer.fraction is None or answer.fraction >= 1.0:
        return answer
    rest = answer.ceiling is not None and answer.ceiling > answer.fraction
    lead = UNMET if answer.fraction == 0.0 else AT_LEAST if rest else IN_PART
    because = Text(f"{lead.zh}：{answer.because.zh}", f"{lead.en}: {answer.because.en}")
    return dataclasses.replace(answer, because=because)
