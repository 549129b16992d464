"""What changed in a city since a day, by its cause: the sites, our rules, persons, our own sight. Never mixed, never summed up. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xuncha.compare.direction import ChangeLabel, Direction
from xuncha.web.overview.city_snapshot import PairMoves, PlatformLine
from xuncha.web.overview.raw_changes import ItemMove

NAMED = 6  # platforms named a cause
ITEMS = 4  # items named a platform


@dataclass(frozen=True, slots=True)
class ChangedPlatform:
    """One platform and those of its items that changed for one cause alone; ``before`` and ``after``: the two audits."""

    platform: int
    called: str
    before: str
    after: str
    moves: tuple[ItemMove, ...]

    @property
    def shown(self) -> tuple[ItemMove, ...]:
        """Those that are named, the ones that got worse first."""
        order = (Direction.WORSE, Direction.BETTER, Direction.NEITHER)
        return tuple(sorted(self.moves, key=lambda move: order.index(move.direction)))[:ITEMS]

    @property
    def worse(self) -> int:
        """Items whose shop got worse, decided or not."""
        return sum(move.direction is Direction.WORSE for move in self.moves)

    @property
    def better(self) -> int:
        """Items whose shop got better, decided or not."""
        return sum(move.direction is Direction.BETTER for move in self.moves)


@dataclass(frozen=True, slots=True)
class CauseOfChanges:
    """One cause (``mixed`` for items with several): how many items of how many platforms, and those platforms, worst first."""

    cause: str
    items: int
    platforms: int
    worse: int
    better: int
    named: tuple[ChangedPlatform, ...]


@dataclass(frozen=True, slots=True)
class CityChanges:
    """``judged``: platforms that are judged by another audit than then; ``first`` of them had none before."""

    days: int
    judged: int
    first: int
    causes: tuple[CauseOfChanges, ...]


MIXED = "mixed"
CAUSES = (ChangeLabel.SITE, ChangeLabel.RULES, ChangeLabel.PEOPLE, ChangeLabel.SEEN, ChangeLabel.UNKNOWN)


def split_changes(lines: Sequence[PlatformLine], moves: Mapping[int, PairMoves], days: int) -> CityChanges:
    """The changes of these platforms. An item with several causes is counted under none of them but as mixed."""
    known = [(line, moves[line.known.id]) for line in lines if line.known.id in moves]
    split: dict[str, list[ChangedPlatform]] = {**{cause.value: [] for cause in CAUSES}, MIXED: []}
    for line, pair in known:
        by: dict[str, list[ItemMove]] = {}
        for move in pair.moves:
            by.setdefault(move.labels[0].value if len(move.labels) == 1 else MIXED, []).append(move)
        for cause, some in by.items():
            split[cause].append(
                ChangedPlatform(
                    line.known.id, line.called, pair.before.audit if pair.before else "", pair.after.audit, tuple(some)
                )
            )
    return CityChanges(
        days, len(known), sum(pair.before is None for _, pair in known),
        tuple(_cause(cause, changed) for cause, changed in split.items() if changed or cause not in (MIXED, "unknown")),
    )  # fmt: skip


def _cause(cause: str, changed: Sequence[ChangedPlatform]) -> CauseOfChanges:
    ordered = sorted(changed, key=lambda platform: (-platform.worse, -len(platform.moves), platform.platform))
    return CauseOfChanges(
        cause, sum(len(platform.moves) for platform in changed), len(changed), sum(platform.worse for platform in changed),
        sum(platform.better for platform in changed), tuple(ordered[:NAMED]),
    )  # fmt: skip
