"""The gallery: first viewports of pages worth a glance, and pairs of before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.vocabulary import LANDED
from xuncha.reports.crops import Album, Figure

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """The first viewport of one page, on each device."""

    shots: tuple[tuple[Data, Figure], ...]

    @property
    def view(self) -> Data:
        return self.shots[0][0]


def view_of(record: Data, role: str, state: str, device: str) -> Data | None:
    return next(
        (each for each in record["views"] if (each["role"], each["state"], each["device"]) == (role, state, device)),
        None,
    )


def gallery(record: Data, settings: Data, album: Album) -> tuple[list[Screen], list[list[Screen]]]:
    """First screens worth a glance, and pairs of before and after. A screen is one page on every device that saw it."""
    devices = list(dict.fromkeys(view["device"] for view in record["views"]))
    taken: dict[tuple[str, str], Screen] = {}

    def screen(role: str, state: str) -> Screen | None:
        if (role, state) not in taken:
            seen = [view for device in devices if (view := view_of(record, role, state, device))]
            shots = tuple((view, figure) for view in seen if (figure := album.thumb(view["id"])))
            if not shots:
                return None
            taken[role, state] = Screen(shots)
        return taken[role, state]

    pairs = [[screen(role, state) for role, state in pair] for pair in settings["pairs"]]
    whole = [[each for each in pair if each] for pair in pairs if all(pair)]
    covered = any(view["closed_layers"] for view in record["views"] if view["state"] == LANDED)
    wanted = [*settings["first"], *(settings["if_layers"] if covered else ())]
    shown = {id(each) for pair in whole for each in pair}
    first = [found for role, state in wanted if (found := screen(role, state)) and id(found) not in shown]
    return first, whole
