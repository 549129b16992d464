"""Prints what words find of sentences of our own, and what they find with the second reader: ``python -m tests.eval.topics``. Needs scikit-learn.

The weights had never met the sentence that they read. missed = sentences that words miss, each with its check (with ``--missed``).
"""

from __future__ import annotations

import argparse

from tests.eval.topics import learn
from tests.eval.topics.measure import Rates, measure


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.eval.topics", description=__doc__)
    parser.add_argument("--missed", action="store_true", help="list the sentences that words miss instead")
    if parser.parse_args(argv).missed:
        for check in learn.taught():
            for sentence in learn.missed(check):
                print(f"{check}\t{'held back' if sentence.held_back else 'seen'}\t{sentence.heading}\t{sentence.raw}")
        return 0
    rates = measure()
    print(f"{'check':34} true  recall  with  asked  precision  with  asked of others  first quote  with")
    for check, of in rates.items():
        print(f"{check:34} {_line(of)}")
    every = Rates(*(sum(getattr(of, name) for of in rates.values()) for name in Rates.__slots__))
    print(f"{'all':34} {_line(every)}")
    return 0


def _line(of: Rates) -> str:
    precise, now = _share(of.said, of.said + of.false), _share(of.kept, of.kept + of.false_kept)
    return (
        f"{of.true:4}  {_share(of.said, of.true):6}  {_share(of.kept, of.true):4}  {of.asked:5}  {precise:9}  {now:4}  "
        f"{of.false_asked:5} of {of.others:5}  {of.bears:5} of {of.pages:2}  {of.bears_now:4}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    raise SystemExit(main())
