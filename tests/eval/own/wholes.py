"""How often answers about whole help pages are whole, half or of another sentence: ``python -m tests.eval.own.wholes CACHE``.

Only rates are told of the half that nobody looks at; of the other each answer that is wrong is printed.
"""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from crawler.vocabulary import Role
from probes import run
from probes.finding import Answer, Outcome
from probes.text.normalise import fold_text
from tests.eval.labels import alone
from tests.eval.own.labelled import Label, Own, Part, own_pages
from tests.eval.read import Seen, look_at
from tests.eval.table import checks
from xuncha.judging.rules import load_rules

KIND = "whole"


class Held(StrEnum):
    """What an answer is worth beside the label of its page."""

    RIGHT = "right"
    OPEN = "open"  # a person is asked, or it was not seen
    CLAIMED = "claimed"  # nothing of it stands there
    DENIED = "denied"  # it stands there
    HALF = "half"  # the whole stands there, and a part of it is called absent
    TOO_MUCH = "too much"  # a part stands there
    ELSEWHERE = "elsewhere"  # no sentence that is quoted is one that proves it


def weigh_held(label: Label, answer: Answer) -> Held:
    """An answer beside its label."""
    if answer.outcome is Outcome.NO:
        return Held.DENIED if label.first else Held.RIGHT
    if answer.outcome is not Outcome.YES:
        return Held.OPEN
    if not label.first:
        return Held.CLAIMED
    if (answer.fraction in (None, 1.0)) is not label.whole:
        return Held.HALF if label.whole else Held.TOO_MUCH
    quotes = [_tight(piece.quote) for piece in answer.evidence if piece.quote]
    proof = [_tight(piece) for piece in label.proof]
    shown = any(piece in quote or quote in piece for quote in quotes for piece in proof)
    return Held.RIGHT if shown or not quotes or not proof else Held.ELSEWHERE


def _tight(said: str) -> str:
    return "".join(fold_text(said).split())


def judge_page(own: Own, seen: Seen) -> Iterator[tuple[str, Held, Answer]]:
    """Each label of a page, held against what an audit of that page alone says."""
    home = next(view for view in reversed(seen.views) if view.role is Role.HOME)
    site = alone(dataclasses.replace(home, role=own.role), home)
    bar = load_rules().standard.values.recall_bar
    for finding in run.judge_site([checks()[id] for id in own.labels], site, strict=True, bar=bar):
        if finding.device is home.device:
            yield finding.probe, weigh_held(own.labels[finding.probe], finding.answer), finding.answer


def print_counts(part: Part, counts: Counter[Held]) -> None:
    """One line: how many of a part's decided answers are wrong."""
    decided = sum(counts.values()) - counts[Held.OPEN]
    print(f"{part}: {decided - counts[Held.RIGHT]} of {decided} decided answers wrong; {dict(counts)}")


def main(argv: list[str]) -> int:
    """0."""
    pages = [own for own in own_pages() if own.page.kind == KIND]
    seen = look_at([own.page for own in pages], Path(argv[0]), True, print)
    for part in Part:
        counts: Counter[Held] = Counter()
        for own in (own for own in pages if own.part is part):
            for id, held, answer in judge_page(own, seen[own.page.id]):
                counts[held] += 1
                if part is Part.DEV and held not in (Held.RIGHT, Held.OPEN):
                    print(f"{own.page.id} {id} {held}: {answer.because.zh}")
        print_counts(part, counts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
