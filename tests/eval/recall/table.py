"""The tables of measured recalls: probes/recall.toml, which judging reads, and measured.json beside this file, which the document shows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from probes.recall import TABLE
from tests.eval.recall.sample import Tally

DETAILS = Path(__file__).with_name("measured.json")
_HEAD = "# Written by `python -m tests.eval.recall` from labelled pages, policies, names, wordings and golden cases. Do not edit."


def toml(tallies: Mapping[str, Tally]) -> str:
    """The table of figures, checks before roles; subjects of which all samples were left open are not in it."""
    lines = [_HEAD, ""]
    for subject, tally in _told(tallies):
        kind, _, name = subject.partition(".")
        recall = tally.recall
        lines.append(f'[{kind}."{name}"]' if "." in name else f"[{kind}.{name}]")
        lines += [
            f"n = {recall.n}",
            f"hits = {recall.hits}",
            f"foreign = {recall.foreign}",
            f"lower = {recall.lower}",
            "",
        ]
    return "\n".join(lines)


def details(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Hits and samples by source, and how many were left open."""
    return {
        subject: {"open": tally.open, "by": {str(source): [hits, n] for source, hits, n in tally.by}}
        for subject, tally in tallies.items()
    }


def _told(tallies: Mapping[str, Tally]) -> Iterator[tuple[str, Tally]]:
    yield from ((subject, tally) for subject, tally in tallies.items() if tally.recall.n)


def written(tallies: Mapping[str, Tally]) -> dict[Path, str]:
    """What each file must hold."""
    return {TABLE: toml(tallies), DETAILS: json.dumps(details(tallies), indent=1, ensure_ascii=False) + "\n"}


def write(tallies: Mapping[str, Tally]) -> int:
    for file, text in written(tallies).items():
        file.write_text(text, "utf-8")
    return 0


def check(tallies: Mapping[str, Tally]) -> int:
    """1 where a file does not hold what was measured just now."""
    stale = [
        file.name for file, text in written(tallies).items() if not file.is_file() or file.read_text("utf-8") != text
    ]
    for name in stale:
        print(f"{name} is stale: run python -m tests.eval.recall", file=sys.stderr)
    return 1 if stale else 0
