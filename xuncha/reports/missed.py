"""Which gaps of a visit are missed pages, the one rule for all that counts them from terminal to pack, and why a fetch failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crawler.site import Gap
from crawler.vocabulary import LANDED, GapReason
from probes.finding import Text
from probes.pages.absence.gap_details import describe_detail
from xuncha.reports.words import load_report_words


def is_missed(reason: str, state: str) -> bool:
    """Whether a gap with that reason and state is a page or state that was not seen.

    A state that the shop lacks and an act looked for in vain (an elder mode, a late entry) is not: there was nothing to
    see.
    """
    return not (GapReason(reason).about_them and state != LANDED)


def count_missed(gaps: Iterable[Gap | Mapping[str, Any]]) -> int:
    """The number of gaps, of a Site or its record, that are missed pages."""
    pairs = ((gap.reason, gap.state) if isinstance(gap, Gap) else (gap["reason"], gap["state"]) for gap in gaps)
    return sum(is_missed(reason, state) for reason, state in pairs)


def describe_failure(error: str) -> Text:
    """Why a fetch brought no page, such as "control: the control could not be pressed"; what is no reason of ours as it stands."""
    name, _, detail = error.partition(":")
    if name not in set(GapReason):
        return Text(error, error)
    said, why = describe_detail(GapReason(name), detail.strip()), load_report_words()["gaps"][name]
    return Text(f"{why['zh']}{f'：{said.zh}' if said.zh else ''}", f"{why['en']}{f': {said.en}' if said.en else ''}")
