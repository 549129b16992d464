"""Judges the labelled pages, the real ones and our own, and prints how often each reading is right: ``./do eval``.

Where the real pages are not beside the checkout, or with ``--own``, only our own are judged: the figures of the others stay.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crawler.browser.launch import NoBrowser
from tests.eval import page, proved, rates
from tests.eval.goods.measure import look_at_goods
from tests.eval.labels import Asked, asked
from tests.eval.meaning import meaning
from tests.eval.own import measure as own
from tests.eval.own import printing as own_print
from tests.eval.own.measure import look_at_own
from tests.eval.read import Seen, corpus_hash, look, pages
from tests.eval.recall import table
from tests.eval.recall.drawn import look_at_drawn
from tests.eval.recall.gather import gather
from tests.eval.recall.passages import write_rates
from tests.eval.recall.policies import POLICIES
from tests.eval.recall.sample import tally
from tests.eval.table import CORPUS, RESULTS, here


def main(argv: list[str] | None = None) -> int:
    """0 where every floor holds, 1 where one does not, 2 without browser."""
    parser = argparse.ArgumentParser(prog="./do eval", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder with manifest.jsonl and pages/")
    parser.add_argument("--cache", type=Path, help="keep frozen pages here, so that the next run only judges")
    parser.add_argument(
        "--stale", action="store_true", help="judge kept pages though the sources that look have changed"
    )
    parser.add_argument("--lower-floors", action="store_true", help="let floors sink to what is reached now")
    parser.add_argument(
        "--dry", action="store_true", help="print only, leave results.json and docs/accuracy.md as they are"
    )
    parser.add_argument("--own", action="store_true", help="judge our own pages alone")
    parser.add_argument("--unseen", action="store_true", help="print the misses of the half that nobody should look at")
    chosen = parser.parse_args(argv)
    alone = chosen.own or not here(chosen.corpus)
    if alone and not chosen.own:
        print(f"eval: no corpus at {chosen.corpus}: our own pages alone are judged", file=sys.stderr)
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="xuncha-eval-") as temporary:
            cache = chosen.cache or Path(temporary)
            seen = {} if alone else look(chosen.corpus, cache, chosen.stale, _progress)
            own_seen = look_at_own(cache, chosen.stale, _progress)
            goods_seen = {} if alone else look_at_goods(cache, chosen.stale, _progress)
            drawn_seen = {} if alone else look_at_drawn(cache, chosen.stale, _progress)
    except NoBrowser as fault:
        print(f"eval: {fault}", file=sys.stderr)
        return 2
    looked = time.monotonic()
    before = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    if alone:
        return _finish(before, own_seen, chosen)
    if not chosen.dry:
        # first: what judging reads is part of the ruleset that the rates belong to
        _measure_recalls(seen, own_seen, goods_seen, drawn_seen)
    found = tuple(question for page in pages(chosen.corpus) for question in asked(page, seen[page.id]))
    now = rates.results(found, corpus_hash(chosen.corpus), meaning(), before, chosen.lower_floors)
    now["proved"] = proved.gather(before)
    now["unseen"] = [id for id, other in seen.items() if not other.views]
    _print_disagreements(found)
    _print_rates(now)
    _print_brands(now)
    print(f"\nlooked {looked - began:.1f} s, judged {time.monotonic() - looked:.1f} s; ruleset {now['ruleset'][:12]}")
    for line in rates.below(now):
        print(f"FLOOR {line}")
    unseen = now["unseen"]
    if unseen:  # figures of a look that missed pages say as much of this machine as of the readings
        print(
            f"UNSEEN {', '.join(unseen)}: all their labels are open; run again, best with --cache and nothing else running"
        )
    _finish(now, own_seen, chosen)
    return 1 if unseen or rates.below(now) else 0


def _finish(now: dict[str, Any], own_seen: Mapping[str, Seen], chosen: argparse.Namespace) -> int:
    """Judge our own pages and write all that is stored; 0."""
    held = own.judge(own_seen)
    now = {**now, "own": own.results(held, own_seen)}
    own_print.misses(held, chosen.unseen)
    own_print.counted(now["own"])
    if not chosen.dry:
        if not _unmoved(now):
            RESULTS.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", "utf-8")
        page.FILE.write_text(page.page(now), "utf-8")
    return 0


def _unmoved(now: Mapping[str, Any]) -> bool:
    """Whether no figure is another than those stored: then the file stays as it is, by whatever rules they were measured."""
    if not RESULTS.is_file():
        return False
    stored = json.loads(RESULTS.read_text("utf-8"))
    whole = {**now, "own": None} == {**stored, "own": None}
    return whole and not own.moved(stored.get("own", {}), now["own"])


def _measure_recalls(
    seen: Mapping[str, Seen],
    own_seen: Mapping[str, Seen],
    goods_seen: Mapping[str, Seen],
    drawn_seen: Mapping[str, Seen],
) -> None:
    """Write probes/recall.toml anew, unless pages or policies are missing: what was measured with them stays."""
    if POLICIES.is_file() and all(other.views for other in seen.values()):
        table.write(tally(gather(seen, own_seen, goods_seen, drawn_seen)))
        write_rates()
    else:
        print("eval: recalls are not measured again, for want of policies or pages", file=sys.stderr)


def _progress(line: str) -> None:
    print(f"\r\033[K{line}" if sys.stderr.isatty() else line, end="" if sys.stderr.isatty() else "\n", file=sys.stderr)


def _print_disagreements(found: tuple[Asked, ...]) -> None:
    print("\nDisagreements (page, label, label says, reading says, what was read)")
    for answer in found:
        if answer.differs or (not answer.told and answer.read.value is True):
            read = {True: "true", False: "false", None: "open"}[answer.read.value]
            said = " ".join(answer.read.said.split())[:140]
            print(
                f"  {answer.page:14} {answer.label:24} {'null' if answer.wanted is None else str(answer.wanted).lower():5} {read:5} {said}"
            )


def _print_rates(now: Mapping[str, Any]) -> None:
    print(
        f"\n{'label':36}{'true':>5}{'false':>6}{'prec':>8}{'recall':>8}{'open':>7}{'by brand: prec':>16}{'recall':>8}  aim"
    )
    for name, label in now["labels"].items():
        aim = {None: "", True: "met", False: "BELOW"}[rates.meets(name, label, now["floors"])]
        print(
            f"{name:36}{label['true']:5}{label['false']:6}{_figure(label['precision']):>8}{_figure(label['recall']):>8}"
            f"{_figure(label['undecided']):>7}{_figure(label['brand_precision']):>16}{_figure(label['brand_recall']):>8}  {aim}"
        )


def _print_brands(now: Mapping[str, Any]) -> None:
    print(f"\n{'brand copied':20}{'right':>7}{'wrong':>7}{'open':>6}")
    for brand, other in now["brands"].items():
        print(f"{brand:20}{other['right']:7}{other['wrong']:7}{other['open']:6}")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
