"""A sample is one place where a thing is there, and whether its reader said so; what was written for the check may not outweigh the rest."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from crawler.site import Site
from probes.finding import Answer, Outcome
from probes.pages.absence import mentioned
from probes.pages.rules.short_policy import reads_short
from probes.probe import Check
from probes.recall import RULES, Recall, measure_recall

SOURCES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sources.toml").read_text("utf-8"))


class Source(StrEnum):
    """Where a sample is from. Cases alone were written for the check."""

    PAGES = "pages"  # labelled real pages
    POLICIES = "policies"  # privacy policies that lawyers labelled
    NAMES = "names"  # names of pages
    WORDINGS = "wordings"  # sentences
    PASSAGES = "passages"  # sections of pages, the half by which no word is mended
    GOODS = "goods"  # our pages of goods, the half by which no word is mended
    DRAWN = "drawn"  # parts drawn on pages, the half by which no reader is mended
    OWN = "own"  # our own pages, the half that nobody looks at
    MENDED = "mended"  # sections of pages, the half by which words may be mended
    GOODS_MENDED = "goods_mended"  # our pages of goods, the other half
    DRAWN_MENDED = "drawn_mended"  # parts drawn on pages, the other half
    CASES = "cases"  # golden cases


OWN = frozenset({Source.MENDED, Source.GOODS_MENDED, Source.DRAWN_MENDED, Source.CASES})


@dataclass(frozen=True, slots=True)
class Sample:
    """``subject`` is ``checks.ID``, ``short.ID``, ``heard.ID`` or ``roles.NAME``; ``hit`` None: left open, no absence is claimed."""

    subject: str
    source: Source
    name: str
    hit: bool | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One subject's samples as counted: ``recall`` is what is stored, ``by`` hits and samples of each source, ``open`` those left open."""

    recall: Recall
    by: tuple[tuple[Source, int, int], ...]
    open: int


def subject_of(check: Check, site: Site) -> str:
    """Whose sample such a site is: a policy of half a page is one of its own kind, as it is where absence is weighed."""
    return f"{'short' if reads_short(check, site) else 'checks'}.{check.id}"


def hit(answer: Answer) -> bool | None:
    """Whether the reader said that the thing is there; None where it neither said so nor claimed that it is not."""
    if answer.outcome is Outcome.YES:
        return True
    return False if answer.outcome is Outcome.NO and answer.by_absence else None


def heard_samples(check: Check, site: Site, source: Source, name: str, answer: Answer) -> Iterator[Sample]:
    """Whether that thing was found or shown, or something sounded like it; nothing for a check that hears nothing, or an answer without words."""
    if not mentioned.can_hear(check):
        return
    shown = answer.outcome is Outcome.UNSURE and any(piece.quote for piece in answer.evidence)
    if answer.outcome is Outcome.YES or shown:
        yield Sample(f"heard.{check.id}", source, name, True)
    elif hit(answer) is False:
        yield Sample(f"heard.{check.id}", source, name, mentioned.find_mentioned(check, site) is not None)


def tally(samples: Iterable[Sample]) -> dict[str, Tally]:
    """Every subject's counts, by its name. Own samples count as far as they are no more than their share allows, misses first."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.subject, []).append(sample)
    return {subject: _tally(groups[subject]) for subject in sorted(groups)}


def _tally(group: list[Sample]) -> Tally:
    told = sorted(
        (sample for sample in group if sample.hit is not None), key=lambda sample: (sample.hit is True, sample.name)
    )
    foreign = [sample for sample in told if sample.source not in OWN]
    most = math.floor(len(foreign) * (1 - RULES.foreign) / RULES.foreign)
    counted = foreign + [sample for sample in told if sample.source in OWN][:most]
    by = tuple(
        (source, sum(bool(sample.hit) for sample in own), len(own))
        for source in Source
        if (own := [sample for sample in counted if sample.source is source])
    )
    recall = measure_recall(sum(bool(sample.hit) for sample in counted), len(counted), len(foreign))
    return Tally(recall, by, len(group) - len(told))
