"""Changes the words of golden sites and prints how often each check answers as it must: ``./do metamorph``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.metamorph.measure import Result, tally, trials
from tests.metamorph.subjects import subjects


def main(argv: list[str] | None = None) -> int:
    """0 always: what may not get worse is held by the tests."""
    parser = argparse.ArgumentParser(prog="./do metamorph", description=__doc__)
    parser.add_argument("--check", help="only checks whose name begins so")
    parser.add_argument("--change", help="only that change")
    parser.add_argument("--wrong", action="store_true", help="name each trial that went wrong")
    chosen = parser.parse_args(argv)
    taken = (subject for subject in subjects() if subject.check.id.startswith(chosen.check or ""))
    found = [trial for trial in trials(taken) if not chosen.change or trial.change == chosen.change]
    print(f"{len({trial.check for trial in found})} checks tried")
    for name, counts in sorted(tally(found).items()):
        number = sum(counts.values())
        print(
            f"{name:16} {number:5} right {counts[Result.RIGHT] / number:6.1%}  "
            + " ".join(f"{key} {value}" for key, value in counts.items())
        )
    wrong = [trial for trial in found if trial.result is not Result.RIGHT]
    for check, number in Counter(trial.check for trial in wrong).most_common(40):
        print(f"{number:5} of {sum(trial.check == check for trial in found):4}  {check}")
    if chosen.wrong:
        for trial in wrong:
            print(f"{trial.change:16} {trial.result:6} {trial.case}: {trial.because[:160]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
