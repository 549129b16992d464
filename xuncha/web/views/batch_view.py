"""One item across platforms: grouped where the machine found the same and suggests the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.verdict import ItemVerdict
from storage.people.work.work_queue import QueuedVisit
from xuncha.reports.words import clean_text


@dataclass(frozen=True, slots=True)
class BatchPlatform:
    """One platform of a group; ``own``: the person has decided the item there, or said a word that waits (``waits``)."""

    visit: str
    name: str
    url: str
    verdict: str
    own: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class BatchGroup:
    """Platforms with equal findings; ``key`` is the hash of what they say, ``suggested`` the verdict and value, None without.

    ``decided``: people have decided it there, and what is told is their reason; nothing of it can be agreed with at once.
    """

    key: str
    because: Mapping[str, str]
    suggested: tuple[str, float] | None
    platforms: tuple[BatchPlatform, ...]
    decided: bool = False

    @property
    def open_ones(self) -> int:
        """How many the person has not decided."""
        return sum(not platform.own for platform in self.platforms)


def group_by_finding(
    visits: Iterable[QueuedVisit], verdicts: Mapping[str, ItemVerdict], item: str, assessor: str,
    waiting: frozenset[str] = frozenset(),
) -> tuple[BatchGroup, ...]:  # fmt: skip
    """The groups, the largest first; ``verdicts`` by audit, ``waiting``: visits where the person's own word waits to become a decision.

    Visits that do not have the item are left out.
    """
    table: dict[str, list[tuple[QueuedVisit, ItemVerdict]]] = {}
    for visit in visits:
        verdict = verdicts.get(visit.audit)
        if verdict is not None:
            table.setdefault(hash_finding(verdict), []).append((visit, verdict))
    groups = [
        BatchGroup(
            key, {"zh": clean_text(pairs[0][1].because.zh), "en": clean_text(pairs[0][1].because.en)},
            (said.verdict.value, said.value) if (said := pairs[0][1].suggested) and pairs[0][1].machine is None else None,
            tuple(_platform(visit, verdict, item, assessor, visit.visit in waiting) for visit, verdict in pairs),
            pairs[0][1].machine is not None,
        )
        for key, pairs in table.items()
    ]  # fmt: skip
    return tuple(sorted(groups, key=lambda group: (group.suggested is None, -group.open_ones, group.key)))


def hash_finding(verdict: ItemVerdict) -> str:
    """What the machine says of an item, as one hash: its reason in both languages, its verdict, what it suggests, and whether people decided it."""
    own = verdict.machine.verdict if verdict.machine else verdict.verdict
    said = verdict.suggested
    told = [verdict.because.zh, verdict.because.en, own, said and [said.verdict, said.value], bool(verdict.machine)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode("ascii")).hexdigest()[:32]


def _platform(visit: QueuedVisit, verdict: ItemVerdict, item: str, assessor: str, waits: bool) -> BatchPlatform:
    own = waits or any(
        line.kind == "item" and (line.subject, line.assessor) == (item, assessor) for line in visit.decided
    )
    return BatchPlatform(visit.visit, visit.name, visit.url, verdict.verdict.value, own, waits)
