"""How often near misses are taken for a statement, by kind: ``python -m tests.eval.recall.near_kinds [CHECK ...]``.

near_kinds.toml has near misses of some 70 checks, each under what makes it one, and statements that look like them. They were written
in six sets from the questions of the checks, before a reader was run on any of a set; what is wrong is printed, and readers
may be mended by it. They teach no weights and are in no recall.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from probes.finding import Outcome
from tests.eval.recall.passages import Passage, passages, read_passage

FILE = Path(__file__).with_name("near_kinds.toml")
SAYS = "says"


@dataclass(frozen=True, slots=True)
class KindRate:
    """How many of a kind there are, and how many of them a reader takes for a statement."""

    taken: int
    asked: int


@cache
def list_kinds() -> tuple[tuple[str, Passage], ...]:
    """Each near miss with its kind; statements under ``says``. Raises KeyError for a check without passages."""
    roles = {passage.check: passage.role for passage in passages()}
    raw: dict[str, dict[str, list[str]]] = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        (kind, Passage(check, roles[check], text, kind == SAYS))
        for kind, checks in raw.items()
        for check, every in checks.items()
        for text in every
    )


def rate_kinds(chosen: Sequence[str] = (), *, printing: bool = False) -> dict[str, KindRate]:
    """The rate of each kind, of the chosen checks alone if any are named."""
    taken, asked = Counter[str](), Counter[str]()
    for kind, passage in list_kinds():
        if chosen and passage.check not in chosen:
            continue
        answer = read_passage(passage)
        said = answer.outcome is Outcome.YES
        asked[kind] += 1
        taken[kind] += said
        if printing and said is not passage.says:
            print(f"{kind} {passage.check} {answer.outcome}: {passage.text}")
    return {kind: KindRate(taken[kind], asked[kind]) for kind in asked}


def main(argv: Sequence[str]) -> int:
    """0."""
    for kind, rate in rate_kinds(argv, printing=True).items():
        print(f"{kind}: {rate.taken} of {rate.asked}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
