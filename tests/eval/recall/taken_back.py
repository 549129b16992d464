"""How often a statement that is taken back is still taken for one, by what takes it back: ``python -m tests.eval.recall.taken_back``.

Each dev passage of one sentence that is read is put into the frames of taken_back.toml: planned, over, hoped for, a draft, another's.
A careful reader answers yes to none of these; readers may be mended by them.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from probes.finding import Outcome
from tests.eval.recall.near_kinds import KindRate
from tests.eval.recall.passages import Passage, passages, read_passage

FILE = Path(__file__).with_name("taken_back.toml")
LENGTHS = range(12, 70)  # characters of a passage that is put into frames


def rate_frames(*, printing: bool = False) -> dict[str, KindRate]:
    """The rate of each frame, over one statement a check."""
    raw: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
    said = list(_statements(tuple(raw["beside"])))
    rates = {}
    for name, shape in raw["frames"].items():
        framed = [Passage(one.check, one.role, shape.replace("{said}", one.text[:-1]), says=False) for one in said]
        taken = [passage for passage in framed if read_passage(passage).outcome is Outcome.YES]
        rates[name] = KindRate(len(taken), len(framed))
        if printing:
            print(
                f"{name}: {len(taken)} of {len(framed)}", *(f"{one.check}: {one.text}" for one in taken), sep="\n    "
            )
    return rates


def _statements(beside: tuple[str, ...]) -> Iterator[Passage]:
    """The first dev passage of each check that is one whole sentence and read as a statement."""
    done: set[str] = set()
    for passage in passages():
        if passage.check in done or passage.unseen or not passage.says or passage.check.startswith(beside):
            continue
        whole = (
            passage.chinese and passage.text.endswith("。") and not any(mark in passage.text[:-1] for mark in "。；\n")
        )
        if whole and len(passage.text) in LENGTHS and read_passage(passage).outcome is Outcome.YES:
            done.add(passage.check)
            yield passage


def main() -> int:
    """0."""
    rate_frames(printing=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
