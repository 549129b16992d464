"""Prints by field how often what stands on our product pages is read, and what is read though it does not: ``python -m tests.eval.goods``."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from probes.pages.products.products import FieldState
from tests.eval.goods.measure import FieldRead, kinds_read, look_at_goods, read_fields


def main(argv: list[str] | None = None) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.goods", description=__doc__)
    parser.add_argument(
        "--cache", type=Path, required=True, help="keep frozen pages here, so that the next run only judges"
    )
    parser.add_argument(
        "--stale", action="store_true", help="judge kept pages though the sources that look have changed"
    )
    chosen = parser.parse_args(argv)
    seen = look_at_goods(chosen.cache, chosen.stale, lambda line: print(line, file=sys.stderr))
    found = tuple(read_fields(seen))
    for page, kind, goods in kinds_read(seen):
        if not page.unseen and (kind != "product" or goods != page.kind):
            print(f"{page.name}: taken for {kind}, {goods}; is {page.kind}")
    for one in found:
        if not one.unseen and one.stated is not (one.state is FieldState.PRESENT):
            print(f"{one.page} {one.field}: {'missed ' + one.state if one.stated else 'read wrongly: ' + one.value}")
    for half in (False, True):
        print("unseen" if half else "dev", "field: read/unclear/missed of those stated, read of those not stated")
        _print_half([one for one in found if one.unseen is half])
    return 0


def _print_half(found: list[FieldRead]) -> None:
    by: dict[str, list[FieldRead]] = defaultdict(list)
    for one in found:
        by[one.field].append(one)
        by["ALL"].append(one)
    for field, reads in by.items():
        stated = [one.state for one in reads if one.stated]
        wrong = [one for one in reads if not one.stated and one.state is FieldState.PRESENT]
        counts = "/".join(
            str(stated.count(state)) for state in (FieldState.PRESENT, FieldState.UNCLEAR, FieldState.MISSING)
        )
        print(f"  {field}: {counts} of {len(stated)}, {len(wrong)} of {len(reads) - len(stated)}")


if __name__ == "__main__":
    sys.exit(main())
