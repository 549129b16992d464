"""Measures how often each reader finds what is there and writes probes/recall.toml: ``python -m tests.eval.recall``.

Needs the labelled pages and policies beside the checkout (../shared), and Chromium where pages were not looked at before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from crawler.browser.launch import NoBrowser
from tests.eval.goods.measure import look_at_goods
from tests.eval.own.measure import look_at_own
from tests.eval.read import look
from tests.eval.recall import table
from tests.eval.recall.drawn import look_at_drawn
from tests.eval.recall.gather import gather
from tests.eval.recall.passages import write_rates
from tests.eval.recall.policies import POLICIES
from tests.eval.recall.sample import tally
from tests.eval.table import CORPUS


def main(argv: list[str] | None = None) -> int:
    """0 where the tables were written, or with ``--check`` hold; 1 where they do not; 2 without pages, policies or browser."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.recall", description=__doc__)
    parser.add_argument("--cache", type=Path, help="keep frozen pages here, so that the next run only judges")
    parser.add_argument(
        "--stale", action="store_true", help="judge kept pages though the sources that look have changed"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, say whether the tables are those of today")
    parser.add_argument("--misses", action="store_true", help="print what was there and not found")
    chosen = parser.parse_args(argv)
    if not (CORPUS / "manifest.jsonl").is_file() or not POLICIES.is_file():
        print(f"recall: no labelled pages at {CORPUS}, or no policies at {POLICIES}", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="xuncha-recall-") as temporary:
            cache = chosen.cache or Path(temporary)
            seen = look(CORPUS, cache, chosen.stale, _say)
            own_seen = look_at_own(cache, chosen.stale, _say)
            goods_seen = look_at_goods(cache, chosen.stale, _say)
            drawn_seen = look_at_drawn(cache, chosen.stale, _say)
    except NoBrowser as fault:
        print(f"recall: {fault}", file=sys.stderr)
        return 2
    unseen = [id for id, other in seen.items() if not other.views]
    if unseen:
        print(
            f"recall: {', '.join(unseen)} gave no view: run again, best with --cache and nothing else running",
            file=sys.stderr,
        )
        return 1
    samples = gather(seen, own_seen, goods_seen, drawn_seen)
    if chosen.misses:
        for sample in samples:
            if sample.hit is False:
                print(f"{sample.subject}\t{sample.source}\t{sample.name}")
    if chosen.check:
        return table.check(tally(samples))
    write_rates()
    return table.write(tally(samples))


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
