"""The gallery: first viewports of important pages, and pairs of before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.vocabulary import LANDED
from xuncha.reports.pictures.crops import Album, Figure

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageScreen:
    """The first viewport of one page, on each device."""

    shots: tuple[tuple[Data, Figure], ...]

    @property
    def view(self) -> Data:
        """The view of the first device."""
        return self.shots[0][0]


def find_view(record: Data, role: str, state: str, device: str) -> Data | None:
    """The view of that page, state and device, or None."""
    return next(
        (view for view in record["views"] if (view["role"], view["state"], view["device"]) == (role, state, device)),
        None,
    )


def build_gallery(record: Data, settings: Data, album: Album) -> tuple[list[PageScreen], list[list[PageScreen]]]:
    """First screens of important pages, and pairs of before and after.

    A screen is one page on every device that saw it.
    """
    devices = list(dict.fromkeys(view["device"] for view in record["views"]))
    taken: dict[tuple[str, str], PageScreen] = {}

    def screen(role: str, state: str) -> PageScreen | None:
        if (role, state) not in taken:
            seen = [view for device in devices if (view := find_view(record, role, state, device))]
            shots = tuple((view, figure) for view in seen if (figure := album.thumb(view["id"])))
            if not shots:
                return None
            taken[role, state] = PageScreen(shots)
        return taken[role, state]

    pairs = [[screen(role, state) for role, state in pair] for pair in settings["pairs"]]
    whole = [[screen for screen in pair if screen] for pair in pairs if all(pair)]
    covered = any(view["closed_layers"] for view in record["views"] if view["state"] == LANDED)
    wanted = [*settings["first"], *(settings["if_layers"] if covered else ())]
    shown = {id(screen) for pair in whole for screen in pair}
    first = [found for role, state in wanted if (found := screen(role, state)) and id(found) not in shown]
    return first, whole
