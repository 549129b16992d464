"""Figure numbers: one for each place on a page that is evidence, the same in the report, on paper and in file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xuncha.reports import order
from xuncha.reports.pictures.cutting import PlaceKey, make_place_key

Data = Mapping[str, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FigureTake:
    """One view that shows the place of a figure: "图 12" is 12-1, and 12-2 is the same place in another pass."""

    number: int
    n: int
    view: str
    box: Box
    findings: tuple[str, ...]

    @property
    def name(self) -> str:
        """The take's name, such as "12-1"."""
        return f"{self.number}-{self.n}"


class FigureNumbers:
    """The figures that ``number_figures`` has counted."""

    def __init__(self, views: Mapping[str, Data], places: Mapping[PlaceKey, Sequence[FigureTake]]) -> None:
        self._views = views
        self._places = places

    def of(self, view: str, box: Sequence[float] | None) -> int:
        """The figure number for evidence at that place, 0 where no picture can show it."""
        first = self.first(view, box)
        return first.number if first else 0

    def first(self, view: str, box: Sequence[float] | None) -> FigureTake | None:
        """The take that the report shows for evidence at that place."""
        key = make_place_key(self._views.get(view), box)
        return self._places[key][0] if key is not None and key in self._places else None

    @property
    def takes(self) -> tuple[FigureTake, ...]:
        """All takes, by number and n."""
        return tuple(take for takes in self._places.values() for take in takes)


def number_figures(record: Data, settings: Data) -> FigureNumbers:
    """Number the figures of a record in the order of its page; ``settings`` are those of page.toml."""
    views = {view["id"]: view for view in record["views"]}
    met: dict[PlaceKey, dict[str, tuple[Box, dict[str, None]]]] = {}
    for found in order.list_findings_in_order(record, order.group_items(record, settings)):
        for evidence in found["evidence"]:
            key = make_place_key(views.get(evidence["view"]), evidence["box"])
            if key is not None:
                x, y, w, h = evidence["box"]
                of_view = met.setdefault(key, {}).setdefault(evidence["view"], ((x, y, w, h), {}))
                of_view[1][found["id"]] = None
    places = {}
    for number, (key, taken) in enumerate(met.items(), 1):
        by_look = sorted(taken.items(), key=lambda pair: int(views[pair[0]]["look"]))
        places[key] = tuple(
            FigureTake(number, n, view, box, tuple(findings)) for n, (view, (box, findings)) in enumerate(by_look, 1)
        )
    return FigureNumbers(views, places)


def format_ranges(numbers: Iterable[int]) -> str:
    """Numbers as ranges: "3, 7–9"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
