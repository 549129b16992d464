"""Prints what labelled policies earn and whether the quotes bear their labels: ``python -m tests.eval.lawyers``."""

from __future__ import annotations

import sys

from tests.eval.lawyers.given import policies_file
from tests.eval.lawyers.measure import Measured, measure, read


def main(argv: list[str] | None = None) -> int:
    """0, or 2 where the labelled policies are not there."""
    file = policies_file("python -m tests.eval.lawyers", __doc__, argv)
    if file is None:
        return 2
    show(measure(read(file)))
    return 0


def show(found: Measured) -> None:
    """Prints a line a check, one of all, and the points."""
    print(f"{'check':32} yes  first quote bears  all quotes  ablated yes  voices lost")
    total = [0] * 8
    for id, of in sorted(found.rates.items()):
        row = (of.first, of.bears, of.quotes, of.any_bears, of.ablated, of.ablated_yes, of.voices, of.voices_lost)
        total = [a + b for a, b in zip(total, row, strict=True)]
        print(f"{id:32} {of.yes:3}  {_line(row)}")
    print(f"{'all':32}      {_line(tuple(total))}")
    print(
        f"points of {found.most:g}: whole {found.whole:.1f}, stripped {found.stripped:.1f} (for the page's being there "
        f"{found.published:.1f}, for subjects without a label {found.unlabelled:.1f}, for the rest {found.labelled:.1f}), "
        f"platitudes {found.platitudes:.1f}"
    )


def _line(row: tuple[int, ...]) -> str:
    first, bears, quotes, any_bears, ablated, stays, voices, lost = row
    shares = (bears / max(1, first), any_bears / max(1, quotes), stays / max(1, ablated))
    return f"{shares[0]:17.2f}  {shares[1]:10.2f}  {shares[2]:11.2f}  {lost:5} of {voices}"


if __name__ == "__main__":
    sys.exit(main())
