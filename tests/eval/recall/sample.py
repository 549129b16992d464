"""A sample is one place where a thing is there, and whether its reader said so; what was written for the check may not outweigh the rest."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from probes.finding import Answer, Outcome
from probes.recall import RULES, Recall, measured

SOURCES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sources.toml").read_text("utf-8"))


class Source(StrEnum):
    """Where a sample is from. Cases alone were written for the check."""

    PAGES = "pages"  # labelled real pages
    POLICIES = "policies"  # privacy policies that lawyers labelled
    NAMES = "names"  # names of pages
    WORDINGS = "wordings"  # sentences
    CASES = "cases"  # golden cases


OWN = frozenset({Source.CASES})


@dataclass(frozen=True, slots=True)
class Sample:
    """``subject`` is ``checks.ID`` or ``roles.NAME``; ``hit`` None where the reader left it open, which claims no absence."""

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


def hit(answer: Answer) -> bool | None:
    """Whether the reader said that the thing is there; None where it neither said so nor claimed that it is not."""
    if answer.outcome is Outcome.YES:
        return True
    return False if answer.outcome is Outcome.NO and answer.by_absence else None


def tally(samples: Iterable[Sample]) -> dict[str, Tally]:
    """Every subject's counts, by its name. Own samples count as far as they are no more than their share allows, misses first."""
    groups: dict[str, list[Sample]] = {}
    for each in samples:
        groups.setdefault(each.subject, []).append(each)
    return {subject: _tally(groups[subject]) for subject in sorted(groups)}


def _tally(group: list[Sample]) -> Tally:
    told = sorted((each for each in group if each.hit is not None), key=lambda each: (each.hit is True, each.name))
    foreign = [each for each in told if each.source not in OWN]
    most = math.floor(len(foreign) * (1 - RULES["foreign"]) / RULES["foreign"])
    counted = foreign + [each for each in told if each.source in OWN][:most]
    by = tuple(
        (source, sum(bool(each.hit) for each in own), len(own))
        for source in Source
        if (own := [each for each in counted if each.source is source])
    )
    recall = measured(sum(bool(each.hit) for each in counted), len(counted), len(foreign))
    return Tally(recall, by, len(group) - len(told))
