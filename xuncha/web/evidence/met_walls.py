"""What stood in the place of pages: each picture once, with why the page behind it was not seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]
MOST = 6  # shown together
UNSEEN = ("inconclusive", "not_observed")  # verdicts of items that may rest on what was not seen


@dataclass(frozen=True, slots=True)
class MetWall:
    """One picture. ``gap``: the first of the pages that it stood in the place of; ``pages``: how many."""

    gap: Data
    pages: int

    @property
    def picture(self) -> str:
        """SHA-256 of the picture."""
        return str(self.gap["screenshot"])


def list_met_walls(gaps: Iterable[Data], reason: str = "") -> tuple[MetWall, ...]:
    """The pictures of those gaps, of that reason alone where one is named, the first look's first."""
    found: dict[str, list[Data]] = {}
    for gap in sorted(gaps, key=lambda gap: (gap["look"], gap["role"] != "home")):
        if gap["screenshot"] and reason in ("", gap["reason"]):
            found.setdefault(gap["screenshot"], []).append(gap)
    return tuple(MetWall(of[0], len(of)) for of in found.values())[:MOST]


def list_front_walls(gaps: Iterable[Data]) -> tuple[MetWall, ...]:
    """Those that stood in the place of the first page, so that nothing behind it was seen either."""
    front = {gap["screenshot"] for gap in gaps if gap["role"] == "home" and gap["state"] == "landed"}
    return tuple(wall for wall in list_met_walls(gaps) if wall.picture in front)


def list_walls_of_item(gaps: Iterable[Data], item: Data, seen: bool) -> tuple[MetWall, ...]:
    """What kept an item from being decided by the machine; ``seen``: whether some page does show something of it."""
    if item["verdict"] not in UNSEEN:
        return ()
    gaps = tuple(gaps)
    return list_met_walls(gaps, item["reason"] or "-") or (() if seen else list_front_walls(gaps))
