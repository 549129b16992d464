"""Arranges the record for a reader: groups of items, their answers, figures and thresholds, and gaps by reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xuncha.reports.missed import is_missed
from xuncha.reports.order import find_deciding_findings, group_alike_findings, group_items
from xuncha.reports.pictures.crops import Album, Figure
from xuncha.reports.pictures.figures import FigureNumbers

Data = Mapping[str, Any]
QUOTES = 6  # quotes of one answer shown on the page; audit.json has all


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence with its figure; ``first``: the figure is shown here and not at an earlier item."""

    evidence: Data
    figure: Figure | None
    numbers: tuple[int, ...]  # of its figures: one where it is shown, none where no picture can show it
    first: bool
    view: Data | None


@dataclass(frozen=True, slots=True)
class MergedAnswer:
    """One answer of one probe, the same on these devices and in these passes."""

    finding: Data
    surfaces: tuple[tuple[str, tuple[int, ...]], ...]
    evidence: tuple[ShownEvidence, ...]
    more: int
    more_numbers: tuple[int, ...]  # of the figures that are not shown
    tone: str  # good | bad | unsure | not_applicable | not_seen | error


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of an item with its answers."""

    check: Data
    said: tuple[MergedAnswer, ...]


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One threshold with all probes that share it."""

    row: Data
    probes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with its checks and thresholds."""

    item: Data
    checks: tuple[CheckRow, ...]
    thresholds: tuple[ThresholdRow, ...]
    mend: bool  # whether to show the remedy


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A group of items, shown open or closed."""

    key: str
    open: bool
    compact: bool  # all its items say the same, so one line each is enough
    cards: tuple[ItemCard, ...]


def build_item_groups(record: Data, settings: Data, album: Album, figures: FigureNumbers) -> tuple[ItemGroup, ...]:
    """Every item once, the most important first. Requests the figures from the album and has them cut."""
    ordered = group_items(record, settings)
    by_id = {found["id"]: found for found in record["findings"]}
    for findings in [find_deciding_findings(item, by_id) for _, items in ordered for item in items]:
        request_figures(album, findings, settings["pictures"]["most_an_item"])
    album.cut()
    page = _EvidenceArranger(record, by_id, {view["id"]: view for view in record["views"]}, album, figures)
    return tuple(
        ItemGroup(group["key"], group["open"], group.get("compact", False), tuple(page.card(item) for item in items))
        for group, items in ordered
        if items
    )


def request_figures(album: Album, findings: Sequence[Data], most: int) -> None:
    """Request figures: what speaks against the platform before what speaks for it."""
    ranked = sorted(findings, key=lambda found: {"bad": 0, "unsure": 1}.get(choose_tone(found), 2))
    wished: set[tuple[object, ...]] = set()
    for turn in range(QUOTES):  # one picture of each answer before a second of any
        for found in ranked:
            if turn < len(found["evidence"]) and len(wished) < most:
                piece = found["evidence"][turn]
                if album.wish(piece["view"], piece["box"]):
                    wished.add((piece["view"], tuple(piece["box"])))


def choose_tone(found: Data) -> str:
    """The tone of an answer: good or bad for the platform, else its outcome."""
    if found["outcome"] in ("yes", "no"):
        if found["fraction"] is not None:
            return "good" if found["fraction"] >= 0.5 else "bad"
        return "good" if found["outcome"] == (found["good"] or "yes") else "bad"
    return str(found["outcome"])


class _EvidenceArranger:
    """Assigns evidence to items, and knows which figures are already on the page."""

    def __init__(
        self, record: Data, by_id: Mapping[str, Data], views: Mapping[str, Data], album: Album, figures: FigureNumbers
    ) -> None:
        self._record, self._by_id, self._views = record, by_id, views
        self._album, self._figures = album, figures
        self._stand: set[int] = set()

    def card(self, item: Data) -> ItemCard:
        rows = tuple(CheckRow(check, tuple(self._said(same) for same in self._same(check))) for check in item["checks"])
        probes = {probe for check in item["checks"] for probe in check["probes"]}
        suggested = (item["suggested"] or {}).get("verdict")
        mend = item["verdict"] in ("fail", "partial") or suggested in ("fail", "partial")
        limits = merge_thresholds(threshold for threshold in self._record["thresholds"] if threshold["probe"] in probes)
        return ItemCard(item, rows, limits, mend)

    def _same(self, check: Data) -> list[list[Data]]:
        return group_alike_findings(self._by_id[id] for id in check["findings"] if id in self._by_id)

    def _said(self, same: Sequence[Data]) -> MergedAnswer:
        pieces: dict[tuple[object, ...], tuple[Data, Figure | None, dict[int, None]]] = {}
        for evidence in (piece for found in same for piece in found["evidence"]):
            figure, number = (
                self._album.figure(evidence["view"], evidence["box"]),
                self._figures.of(evidence["view"], evidence["box"]),
            )
            key: tuple[object, ...] = (number,) if figure else (evidence["url"], evidence["quote"])
            _, _, numbers = pieces.setdefault(key, (evidence, figure, {}))
            if number:
                numbers[number] = None
        shown = [
            self._shown(piece, figure, tuple(numbers)) for piece, figure, numbers in list(pieces.values())[:QUOTES]
        ]
        rest = list(pieces.values())[QUOTES:]
        looks: dict[str, list[int]] = {}
        for found in same:
            looks.setdefault(found["device"], []).append(found["look"])
        surfaces = tuple((device, tuple(sorted(set(look)))) for device, look in looks.items())
        more = tuple(number for _, _, numbers in rest for number in numbers)
        return MergedAnswer(same[0], surfaces, tuple(shown), len(rest), more, choose_tone(same[0]))

    def _shown(self, piece: Data, figure: Figure | None, numbers: tuple[int, ...]) -> ShownEvidence:
        first = figure is not None and numbers[0] not in self._stand
        if figure is not None:
            self._stand.add(numbers[0])
        return ShownEvidence(piece, figure, numbers, first, self._views.get(piece["view"]))


def group_gaps(record: Data) -> list[tuple[str, list[Data]]]:
    """Missing views by reason; facts about the shop come last, since they are no failure of ours to see.

    What clicks looked for in vain is not a missed page (``missed.is_missed``).
    """
    table: dict[str, list[Data]] = {}
    for gap in record["gaps"]:
        if is_missed(gap["reason"], gap["state"]):
            table.setdefault(gap["reason"], []).append(gap)
    return sorted(table.items(), key=lambda pair: (pair[0] == "not_offered", -len(pair[1]), pair[0]))


def merge_thresholds(thresholds: Iterable[Data]) -> tuple[ThresholdRow, ...]:
    """Thresholds that several probes share, once."""
    table: dict[tuple[object, ...], list[Data]] = {}
    for threshold in thresholds:
        table.setdefault(tuple(threshold[part] for part in ("name", "value", "unit", "source", "tier")), []).append(
            threshold
        )
    return tuple(ThresholdRow(same[0], tuple(dict.fromkeys(row["probe"] for row in same))) for same in table.values())


def count_verdicts(record: Data) -> dict[str, int]:
    """How many items have each verdict, in the order of the standard's verdicts."""
    return {
        verdict: count
        for verdict in record["standard"]["verdicts"]
        if (count := sum(item["verdict"] == verdict for item in record["items"]))
    }
