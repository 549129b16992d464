"""The numbers of figures: one for every place on a page that is evidence, the same in the report, on paper and in file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xuncha.reports import order
from xuncha.reports.cutting import Key, place

Data = Mapping[str, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Take:
    """One view that shows the place of a figure: "图 12" is 12-1, and 12-2 the same place at another look."""

    number: int
    n: int
    view: str
    box: Box
    findings: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.number}-{self.n}"


class Figures:
    """What ``numbered`` has counted."""

    def __init__(self, views: Mapping[str, Data], places: Mapping[Key, Sequence[Take]]) -> None:
        self._views = views
        self._places = places

    def of(self, view: str, box: Sequence[float] | None) -> int:
        """The number of the figure for evidence at that place, 0 where no picture can show it."""
        first = self.first(view, box)
        return first.number if first else 0

    def first(self, view: str, box: Sequence[float] | None) -> Take | None:
        """Which take the report shows for evidence at that place."""
        key = place(self._views.get(view), box)
        return self._places[key][0] if key is not None and key in self._places else None

    @property
    def takes(self) -> tuple[Take, ...]:
        """All of them, by number and n."""
        return tuple(take for takes in self._places.values() for take in takes)


def numbered(record: Data, settings: Data) -> Figures:
    """Counts the figures of a record in the order of its page; ``settings`` are those of page.toml."""
    views = {view["id"]: view for view in record["views"]}
    met: dict[Key, dict[str, tuple[Box, dict[str, None]]]] = {}
    for found in order.read(record, order.grouped(record, settings)):
        for each in found["evidence"]:
            key = place(views.get(each["view"]), each["box"])
            if key is not None:
                x, y, w, h = each["box"]
                of_view = met.setdefault(key, {}).setdefault(each["view"], ((x, y, w, h), {}))
                of_view[1][found["id"]] = None
    places = {}
    for number, (key, taken) in enumerate(met.items(), 1):
        by_look = sorted(taken.items(), key=lambda pair: int(views[pair[0]]["look"]))
        places[key] = tuple(
            Take(number, n, view, box, tuple(findings)) for n, (view, (box, findings)) in enumerate(by_look, 1)
        )
    return Figures(views, places)


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in short: "3, 7–9"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
