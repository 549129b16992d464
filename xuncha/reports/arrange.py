"""The record put in the order a reader needs: groups of items, their answers, figures and thresholds, gaps by reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xuncha.reports.crops import Album, Figure
from xuncha.reports.figures import Figures
from xuncha.reports.order import alike, deciding, grouped

Data = Mapping[str, Any]
QUOTES = 6  # of one answer shown on the page; audit.json holds all


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence with its figure; ``first`` where the figure stands here and not at an earlier item."""

    evidence: Data
    figure: Figure | None
    numbers: tuple[int, ...]  # of its figures: one where it is shown, and none where no picture can show it
    first: bool
    view: Data | None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of one probe, said alike on these devices, in these looks."""

    finding: Data
    surfaces: tuple[tuple[str, tuple[int, ...]], ...]
    evidence: tuple[Shown, ...]
    more: int
    more_numbers: tuple[int, ...]  # of the figures of those more
    tone: str  # good | bad | unsure | not_applicable | not_seen | error


@dataclass(frozen=True, slots=True)
class CheckRow:
    check: Data
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold with all probes that use it alike."""

    row: Data
    probes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemCard:
    item: Data
    checks: tuple[CheckRow, ...]
    thresholds: tuple[Limit, ...]
    mend: bool  # whether the remedy is to be shown


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    open: bool
    compact: bool  # all its items say the same, so one line each is enough
    cards: tuple[ItemCard, ...]


def groups(record: Data, settings: Data, album: Album, figures: Figures) -> tuple[Group, ...]:
    """Every item once, what matters first. Wishes figures of the album and cuts them."""
    ordered = grouped(record, settings)
    by_id = {found["id"]: found for found in record["findings"]}
    for findings in [deciding(item, by_id) for _, items in ordered for item in items]:
        wish(album, findings, settings["pictures"]["most_an_item"])
    album.cut()
    page = _Page(record, by_id, {view["id"]: view for view in record["views"]}, album, figures)
    return tuple(
        Group(group["key"], group["open"], group.get("compact", False), tuple(page.card(item) for item in items))
        for group, items in ordered
        if items
    )


def wish(album: Album, findings: Sequence[Data], most: int) -> None:
    """What speaks against the platform is shown before what speaks for it."""
    ranked = sorted(findings, key=lambda found: {"bad": 0, "unsure": 1}.get(tone(found), 2))
    wished: set[tuple[object, ...]] = set()
    for turn in range(QUOTES):  # one picture of each answer before a second of any
        for found in ranked:
            if turn < len(found["evidence"]) and len(wished) < most:
                each = found["evidence"][turn]
                if album.wish(each["view"], each["box"]):
                    wished.add((each["view"], tuple(each["box"])))


def tone(found: Data) -> str:
    if found["outcome"] in ("yes", "no"):
        if found["fraction"] is not None:
            return "good" if found["fraction"] >= 0.5 else "bad"
        return "good" if found["outcome"] == (found["good"] or "yes") else "bad"
    return str(found["outcome"])


class _Page:
    """Puts evidence to items, and knows which figures stand on the page already."""

    def __init__(
        self, record: Data, by_id: Mapping[str, Data], views: Mapping[str, Data], album: Album, figures: Figures
    ) -> None:
        self._record, self._by_id, self._views = record, by_id, views
        self._album, self._figures = album, figures
        self._stand: set[int] = set()

    def card(self, item: Data) -> ItemCard:
        rows = tuple(CheckRow(check, tuple(self._said(same) for same in self._same(check))) for check in item["checks"])
        probes = {probe for check in item["checks"] for probe in check["probes"]}
        suggested = (item["suggested"] or {}).get("verdict")
        mend = item["verdict"] in ("fail", "partial") or suggested in ("fail", "partial")
        limits = merged(each for each in self._record["thresholds"] if each["probe"] in probes)
        return ItemCard(item, rows, limits, mend)

    def _same(self, check: Data) -> list[list[Data]]:
        return alike(self._by_id[id] for id in check["findings"] if id in self._by_id)

    def _said(self, same: Sequence[Data]) -> Said:
        pieces: dict[tuple[object, ...], tuple[Data, Figure | None, dict[int, None]]] = {}
        for each in (piece for found in same for piece in found["evidence"]):
            figure, number = self._album.figure(each["view"], each["box"]), self._figures.of(each["view"], each["box"])
            key: tuple[object, ...] = (number,) if figure else (each["url"], each["quote"])
            _, _, numbers = pieces.setdefault(key, (each, figure, {}))
            if number:
                numbers[number] = None
        shown = [self._shown(each, figure, tuple(numbers)) for each, figure, numbers in list(pieces.values())[:QUOTES]]
        rest = list(pieces.values())[QUOTES:]
        looks: dict[str, list[int]] = {}
        for found in same:
            looks.setdefault(found["device"], []).append(found["look"])
        surfaces = tuple((device, tuple(sorted(set(each)))) for device, each in looks.items())
        more = tuple(number for _, _, numbers in rest for number in numbers)
        return Said(same[0], surfaces, tuple(shown), len(rest), more, tone(same[0]))

    def _shown(self, each: Data, figure: Figure | None, numbers: tuple[int, ...]) -> Shown:
        first = figure is not None and numbers[0] not in self._stand
        if figure is not None:
            self._stand.add(numbers[0])
        return Shown(each, figure, numbers, first, self._views.get(each["view"]))


def gaps(record: Data) -> list[tuple[str, list[Data]]]:
    """Missing views by reason; facts about the shop last, for they are no blindness of ours.

    A state that the shop has not, which clicks looked for in vain (an elder mode, a community), is no page that was missed.
    """
    table: dict[str, list[Data]] = {}
    for gap in record["gaps"]:
        if gap["reason"] == "not_offered" and gap["state"] != "landed":
            continue
        table.setdefault(gap["reason"], []).append(gap)
    return sorted(table.items(), key=lambda pair: (pair[0] == "not_offered", -len(pair[1]), pair[0]))


def merged(thresholds: Iterable[Data]) -> tuple[Limit, ...]:
    """Thresholds that several probes share, once."""
    table: dict[tuple[object, ...], list[Data]] = {}
    for each in thresholds:
        table.setdefault(tuple(each[part] for part in ("name", "value", "unit", "source", "tier")), []).append(each)
    return tuple(Limit(same[0], tuple(dict.fromkeys(each["probe"] for each in same))) for same in table.values())


def tally(record: Data) -> dict[str, int]:
    """How many items have each verdict, in the order of the standard's verdicts."""
    return {
        verdict: count
        for verdict in record["standard"]["verdicts"]
        if (count := sum(item["verdict"] == verdict for item in record["items"]))
    }
