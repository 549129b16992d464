"""What labelled policies earn by weights that never saw them or their like: ``python -m tests.eval.lawyers.held_out``. Needs scikit-learn.

Policies that share many sentences are of one hand and stay together. Each part is judged in a process of its own, by weights that were
learnt from the other parts; so the figures are those of shops nobody has seen.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from probes.text.learnt import topic_weights
from probes.text.learnt.topic_weights import TopicWeights
from tests.eval.lawyers.__main__ import show
from tests.eval.lawyers.given import policies_file
from tests.eval.lawyers.learn import LIMITS, own_rows, rows, topics_of
from tests.eval.lawyers.measure import Measured, Policy, join_parts, measure, read


def parts(policies: Sequence[Policy]) -> tuple[tuple[Policy, ...], ...]:
    """The policies in as many parts as the plan says, about equally many each, those of one hand in one part."""
    found: list[list[Policy]] = [[] for _ in range(LIMITS["parts"])]
    for group in sorted(_of_one_hand(policies), key=lambda group: -len(group)):
        min(found, key=len).extend(group)
    return tuple(tuple(group) for group in found)


def _of_one_hand(policies: Sequence[Policy]) -> list[list[Policy]]:
    groups: list[tuple[list[Policy], set[str]]] = []
    for policy in policies:
        said = {"".join(line.split()) for line, _ in policy.sentences if len(line) > LIMITS["telling"]}
        alike = [group for group in groups if _alike(group[1], said)]
        groups = [group for group in groups if group not in alike]
        members = [member for group, _ in alike for member in group]
        groups.append(([*members, policy], said.union(*(lines for _, lines in alike))))
    return [members for members, _ in groups]


def _alike(one: set[str], other: set[str]) -> bool:
    common: int = LIMITS["shared"]
    return len(one & other) * 100 >= common * min(len(one), len(other))


def _judged(policies: tuple[Policy, ...], weights: dict[str, TopicWeights]) -> Measured:
    with patch.object(topic_weights, topic_weights.load_topics.__name__, return_value=weights):
        return measure(policies)


def main(argv: list[str] | None = None) -> int:
    """0, or 2 where the labelled policies are not there."""
    file: Path | None = policies_file("python -m tests.eval.lawyers.held_out", __doc__, argv)
    if file is None:
        return 2
    policies = tuple(read(file))
    found = []
    for inside in parts(policies):
        others = [policy for policy in policies if policy not in inside]
        weights = topics_of([*rows(others), *own_rows(len(others))])
        with multiprocessing.get_context("spawn").Pool(1) as process:  # its own memory of lines already read
            found.append((len(inside), process.apply(_judged, (inside, weights))))
    show(join_parts(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
