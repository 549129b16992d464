"""Passages: sections as they stand on such pages, written from a check's question alone, each read on an otherwise plain page.

Whoever wrote them saw neither the product nor its words, unless the head of a file says otherwise.
The words of a check may be mended by one half (``dev``); the
other is told in rates alone. ``says`` are passages by which a careful reader answers yes, ``lacks`` near misses: of the
same matter, and no answer. ``python -m tests.eval.recall.passages CHECK ...`` prints what is read wrongly of the dev half.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome
from probes.probe import Check
from tests.eval.recall.sample import Sample, Source, heard_samples, hit, subject_of
from tests.eval.recall.sections import is_sample, lay_out
from tests.eval.recall.wordings import ask, frame, judge_one, shop_of
from tests.eval.table import checks

FOLDER = Path(__file__).with_name("passages")
RATES = Path(__file__).with_name("passages.json")


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a page of ``role`` that answers the check with yes (``says``) or seems to; ``voice`` is the file of those that wrote it."""

    check: str
    role: Role
    text: str
    says: bool
    voice: str = ""

    @property
    def chinese(self) -> bool:
        """Whether a third of it at least is Chinese: of a page in another language no absence is ever said."""
        return sum("\u4e00" <= character <= "\u9fff" for character in self.text) * 3 > len(self.text)

    @property
    def unseen(self) -> bool:
        """Is it of the half by which no word may be mended? By its text alone, so that it stays there when others are added."""
        return bool(hashlib.sha256(self.text.encode()).digest()[-1] % 2)


@cache
def passages() -> tuple[Passage, ...]:
    """All of them, by check. Raises ValueError where one stands twice for a check."""
    found: list[Passage] = []
    for file in sorted(FOLDER.glob("*.toml")):
        raw: dict[str, dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["checks"]
        for id, table in raw.items():
            for kind in ("says", "lacks"):
                found += [Passage(id, Role(table["page"]), text, kind == "says", file.stem) for text in table[kind]]
    seen: set[tuple[str, str]] = set()
    for passage in found:
        if (passage.check, passage.text) in seen:
            raise ValueError(f"{passage.check}: stands twice: {passage.text}")
        seen.add((passage.check, passage.text))
    return tuple(found)


def read_passage(passage: Passage) -> Answer:
    """What the check says of a shop with that page, on which nothing else is said of the matter."""
    return judge_one(passage.check, shop_with(passage))


def shop_with(passage: Passage) -> Site:
    """A shop with the passage on a page of its role, in a section or text where the check asks for one."""
    page = frame(passage.role, lay_out(passage, passages()))
    return shop_of(passage.check, frame(Role.HOME), page)


def read_all() -> Iterator[Sample]:
    """Each passage that says the thing; those by which words may be mended count as written for the check."""
    for passage in passages():
        if passage.says and passage.chinese and is_sample(passage.check):
            check, site = checks()[passage.check], shop_with(passage)
            source, answer = Source.PASSAGES if passage.unseen else Source.MENDED, judge_one(passage.check, site)
            yield Sample(subject_of(check, site), source, passage.text, hit(answer))
            yield from heard_samples(check, site, source, passage.text, answer)


@dataclass(frozen=True, slots=True)
class PassageRates:
    """Counts of one half of a check's passages: said, shown to a person or denied where it is there; said where it is not."""

    said: int
    shown: int
    denied: int
    lacking: int
    said_wrongly: int


def write_rates() -> None:
    """Write all rates to passages.json, from which docs/accuracy.md has them."""
    RATES.write_text(json.dumps(all_rates(), indent=0) + "\n", "utf-8")


def count_rates(check: str, unseen: bool) -> PassageRates:
    """The counts of that half."""
    half = [passage for passage in passages() if passage.check == check and passage.unseen is unseen]
    told = [read_passage(passage).outcome for passage in half if passage.says]
    wrong = [read_passage(passage).outcome for passage in half if not passage.says]
    said, denied = told.count(Outcome.YES), told.count(Outcome.NO)
    return PassageRates(said, len(told) - said - denied, denied, len(wrong), wrong.count(Outcome.YES))


def all_rates() -> dict[str, dict[str, list[int]]]:
    """By check and half (``dev``, ``unseen``) the counts, as ``PassageRates`` orders them."""
    return {
        check: {
            name: list(dataclasses.astuple(count_rates(check, unseen)))
            for name, unseen in (("dev", False), ("unseen", True))
        }
        for check in sorted({passage.check for passage in passages() if is_sample(passage.check)})
    }


def print_misses(asked: Iterable[Check]) -> None:
    """What is read wrongly of the dev halves, and the rates of both."""
    for check in asked:
        for passage in passages():
            if passage.check != check.id or passage.unseen:
                continue
            answer = read_passage(passage)
            if (answer.outcome is Outcome.YES) is not passage.says:
                print(f"{check.id} {'MISSED' if passage.says else 'WRONG YES'} {answer.outcome}: {passage.text!r}")
                if not passage.says:
                    print(f"    quoted: {[one.quote for one in answer.evidence]}")
        for unseen in (False, True):
            print(f"{check.id} {'unseen' if unseen else 'dev'}: {count_rates(check.id, unseen)}", flush=True)


def main(argv: list[str] | None = None) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.recall.passages", description=__doc__)
    parser.add_argument("checks", nargs="*", help="ids or prefixes of them; all where none is named")
    parser.add_argument(
        "--other", action="store_true", help="print passages of other checks for which this one says yes"
    )
    chosen = parser.parse_args(argv)
    known = {passage.check for passage in passages()}
    named = [
        check
        for id, check in checks().items()
        if id in known and (not chosen.checks or any(id.startswith(one) for one in chosen.checks))
    ]
    if chosen.other:
        print_others(named)
    else:
        print_misses(named)
    return 0


def print_others(asked: Iterable[Check]) -> None:
    """Dev passages written for other checks that these take for theirs: right where they say both."""
    for check in asked:
        for passage in passages():
            if passage.check != check.id and not passage.unseen:
                answer = ask(check.id, frame(Role.HOME), frame(passage.role, passage.text))
                if answer.outcome is Outcome.YES:
                    print(f"{check.id} in {passage.check}: {[one.quote for one in answer.evidence]}")


if __name__ == "__main__":
    sys.exit(main())
