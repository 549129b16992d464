"""How far an audit's claims about our own pages go beyond them: ``python -m tests.eval.own.claims [--unseen] [--cache FOLDER]``.

Asked are the labels that tell whether a page answers all of a question (``whole``) or which words prove it (``proof``), and those of the
same pages that are false. What counts is what an audit would say: of main texts, with unopened entries and known recall weighed.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from probes import run
from probes.finding import Answer, Outcome
from tests.eval.labels import alone
from tests.eval.own.labelled import Label, Own, Part, own_pages, reading
from tests.eval.read import Seen, look_at
from tests.eval.table import checks
from xuncha.judging.rules import load_rules

_PROBE = "probe."


class Claim(StrEnum):
    """What one answer is worth."""

    RIGHT = "right"
    OPEN = "open"
    DENIED = "denied"  # said to be missing where it is there
    CLAIMED = "claimed"  # said to be there where it is not
    HALF = "half"  # "in part" of a page that says all
    GENEROUS = "generous"  # all of it, of a page that says a part
    ELSEWHERE = "elsewhere"  # rightly said, and every quote is of something else
    MIXED = "mixed"  # rightly proved by one quote, and the first is of something else


WRONG = (Claim.DENIED, Claim.CLAIMED, Claim.HALF, Claim.GENEROUS, Claim.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One answer about one page, and what it is worth."""

    page: str
    part: Part
    label: str
    claim: Claim
    answer: Answer


def list_claims(seen: dict[str, Seen]) -> Iterator[Claimed]:
    """Every label of pages that tell of wholes or proofs."""
    for own in choose_pages():
        home = seen[own.page.id]
        asked = {label: asks for label in own.labels if (asks := reading(label)) and asks.startswith(_PROBE)}
        if home.views:
            yield from _judged(own, home, asked)


def choose_pages() -> list[Own]:
    """The pages of the kinds whose labels tell wholes or proofs."""
    told = {own.page.kind for own in own_pages() if any(label.whole is not None for label in own.labels.values())}
    return [own for own in own_pages() if own.page.kind in told]


def _judged(own: Own, home: Seen, asked: dict[str, str]) -> Iterator[Claimed]:
    view = home.views[-1]
    site = alone(dataclasses.replace(view, role=own.role), view)
    named = {asks.removeprefix(_PROBE): label for label, asks in asked.items()}
    bar = load_rules().standard.values.recall_bar
    for finding in run.judge_site([checks()[id] for id in named], site, strict=True, bar=bar):
        if finding.device is view.device:
            label = named[finding.probe]
            claim = weigh_claim(own.labels[label], finding.answer)
            yield Claimed(own.page.id, own.part, label, claim, finding.answer)


def weigh_claim(label: Label, answer: Answer) -> Claim:
    """What the answer is worth beside the label."""
    if answer.outcome not in (Outcome.YES, Outcome.NO):
        return Claim.OPEN
    said = answer.outcome is Outcome.YES
    if said is not label.first:
        return Claim.CLAIMED if said else Claim.DENIED
    if not said:
        return Claim.RIGHT
    share = 1.0 if answer.fraction is None else answer.fraction
    if label.whole is not None and label.whole is not (share >= 1.0):
        if share >= 1.0:
            return Claim.GENEROUS
        if answer.ceiling is None or answer.ceiling <= share:
            return Claim.HALF
    proved = [any(_bare(words) in _bare(piece.quote) for words in label.proof) for piece in answer.evidence]
    if label.proof and not any(proved):
        return Claim.ELSEWHERE
    return Claim.RIGHT if all(proved[:1]) or not label.proof else Claim.MIXED


def _bare(words: str) -> str:
    return "".join(words.split())


def print_claims(found: Iterable[Claimed], unseen: bool) -> None:
    """By check the counts of both halves, then what is wrong in the half that may be looked at (in both where ``unseen``)."""
    rows = sorted(found, key=lambda one: (one.label, one.page))
    for part in Part:
        counts = Counter(row.claim for row in rows if row.part is part)
        decided = sum(counts.values()) - counts[Claim.OPEN]
        print(f"{part}: {decided} decided, {sum(counts[claim] for claim in WRONG)} wrong: {dict(counts)}")
    for label in sorted({row.label for row in rows}):
        cells = []
        for part in Part:
            counts = Counter(row.claim for row in rows if row.part is part and row.label == label)
            cells.append(" ".join(f"{claim}:{counts[claim]}" for claim in Claim if counts[claim]))
        print(f"{label:38} {cells[0]:44} | {cells[1]}")
    for row in rows:
        if row.claim is not Claim.RIGHT and (unseen or row.part is Part.DEV):
            quotes = " ‖ ".join(" ".join(piece.quote.split())[:90] for piece in row.answer.evidence)
            print(f" {row.claim:9} {row.page:18} {row.label} {row.answer.because.zh[:120]} ‖ {quotes[:300]}")


def main(argv: list[str] | None = None) -> int:
    """Always 0: figures, no test."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.eval.own.claims", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--unseen", action="store_true", help="print also what is wrong in the half nobody should look at"
    )
    parser.add_argument("--cache", type=Path, help="keep frozen pages here")
    parser.add_argument(
        "--stale", action="store_true", help="judge kept pages though the sources that look have changed"
    )
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="xuncha-claims-") as temporary:
        seen = look_at([own.page for own in choose_pages()], given.cache or Path(temporary), given.stale, _say)
    print_claims(list_claims(seen), given.unseen)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
