"""How long a practised person needs for an audit's open items by keyboard alone, estimated from what the workbench shows of each.

A keystroke-level estimate (Card, Moran and Newell 1983): every key, every act of thought, every page that is waited for, and what is to
be read, at a published rate of reading Chinese. It says nothing of how hard a question is: a person who doubts takes longer.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audit_list import find_audit
from storage.audits import load_audit
from storage.db.session import open_store
from xuncha.web.rendering import say_words
from xuncha.web.views.decision_view import list_claims
from xuncha.web.views.open_subjects import is_open

KEY, THOUGHT = 0.28, 1.35  # seconds: K of an average typist, M, by Card, Moran and Newell
PAGE = 0.3  # seconds until the next page or picture stands there: the aims of bench h and i
ALOUD = 255  # letters of Chinese a minute, read aloud: 158 words (Trauzettel-Klosinski and Dietz 2012, 25 adults of 18 to 35 years)
# Read silently: 260 words of Chinese a minute (Brysbaert 2019, by language), each of as many letters as in the texts read aloud. Others:
# 332 if silent reading is as much faster than reading aloud as in English (238 to 183 words, the same review), which was taken here before;
# 260 at most for sentences shown word by word (Wang and others 2019); 500 is what blogs and programs presume, with no study.
SILENT = 260 * ALOUD / 158
CAREFUL = ALOUD * 238 / 183
AGREE, CHOOSE = 1, 3  # keys: a; a verdict, a house phrase, Ctrl+Enter
QUOTES = ("「", "“")


@dataclass(frozen=True, slots=True)
class ItemEffort:
    """What one open item asks of a person: letters to read, evidence to look at, keys to press."""

    item: str
    letters: int
    looks: int
    keys: int

    def seconds(self, rate: float) -> float:
        """With ``rate`` letters read a minute."""
        looked = self.looks * (KEY + PAGE + THOUGHT)
        return self.letters / rate * 60 + looked + THOUGHT + self.keys * KEY + PAGE


def measure_effort(verdict: ItemVerdict, known: Collection[str], every: bool = False, own: str = "") -> ItemEffort:
    """The effort for that item in Chinese; what is ``known`` was read before. One piece of evidence is looked at, or ``every`` claim's."""
    asked = verdict.question.zh if verdict.question else say_words("zh", "deciding.asked.by_hand")
    claims = [claim.words for claim in list_claims("zh", verdict.because.zh, asked, own)] if verdict.suggested else []
    letters = sum(count_letters(words) for words in (*_split_question(asked), *claims) if words not in known)
    quoting = sum(any(mark in claim for mark in QUOTES) for claim in claims)
    looks = (quoting if every else min(quoting, 1)) if claims else int(verdict.verdict is Verdict.TO_CONFIRM)
    return ItemEffort(verdict.item, letters, looks, AGREE if verdict.suggested else CHOOSE)


def measure_efforts(verdicts: Iterable[ItemVerdict], every: bool = False, own: str = "") -> tuple[ItemEffort, ...]:
    """The efforts for all that is open of the shop at that address; a sentence that several items ask alike is read once.

    What waits for documents is asked about once, when all else is decided: which items those are, and that nobody can decide them yet.
    """
    known: set[str] = set()
    efforts = []
    verdicts = tuple(verdicts)
    if awaited := sum(verdict.verdict is Verdict.PENDING_DOCUMENT for verdict in verdicts):
        told = say_words("zh", "deciding.column.awaited", n=awaited)
        efforts.append(ItemEffort(f"{awaited} later", count_letters(told), 0, AGREE))
    for verdict in verdicts:
        if is_open(verdict) and verdict.verdict is not Verdict.PENDING_DOCUMENT:
            efforts.append(measure_effort(verdict, known, every, own))
            asked = verdict.question.zh if verdict.question else say_words("zh", "deciding.asked.by_hand")
            known.update(_split_question(asked))
    return tuple(efforts)


def _split_question(asked: str) -> list[str]:
    """Its sentences."""
    return re.findall("[^？。]+[？。]?", asked)


def count_letters(words: str) -> int:
    """Letters that are read: all but spaces."""
    return len("".join(words.split()))


def print_efforts(efforts: Sequence[ItemEffort]) -> None:
    """Print one line an item, and the whole."""
    print(f"{'item':8}{'letters':>9}{'looks':>7}{'keys':>6}{'silent s':>10}{'careful s':>11}{'aloud s':>9}")
    for one in efforts:
        print(
            f"{one.item:8}{one.letters:9}{one.looks:7}{one.keys:6}"
            f"{one.seconds(SILENT):10.1f}{one.seconds(CAREFUL):11.1f}{one.seconds(ALOUD):9.1f}"
        )
    minutes = (f"{sum(one.seconds(rate) for one in efforts) / 60:.1f}" for rate in (SILENT, CAREFUL, ALOUD))
    letters, looks, keys = (sum(getattr(one, name) for one in efforts) for name in ("letters", "looks", "keys"))
    print(
        f"{len(efforts)} pages: {letters} letters, {looks} looks, {keys} keys; "
        "{} min silently, {} carefully, {} aloud".format(*minutes)
    )


async def run_estimate(data: Path, audit: str, every: bool) -> None:
    """Print the estimate for that stored audit as it was judged, without what persons decided since."""
    async with open_store(data) as store:
        stored, listed = await load_audit(store, audit), await find_audit(store, audit)
    print_efforts(measure_efforts(stored.verdicts, every, listed.url))


def main(argv: list[str] | None = None) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="python -m bench.keystrokes", description=__doc__)
    parser.add_argument("data", type=Path, help="a data folder")
    parser.add_argument("audit", help="the whole id of a judgement in it")
    parser.add_argument(
        "--every", action="store_true", help="the evidence of every claim is looked at, not one of each item"
    )
    asked = parser.parse_args(argv)
    asyncio.run(run_estimate(asked.data, asked.audit, asked.every))
    return 0


if __name__ == "__main__":
    sys.exit(main())
