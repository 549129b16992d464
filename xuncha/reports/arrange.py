"""The record put in the order a reader needs: groups of items, their answers, figures and thresholds, gaps by reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xuncha.reports.crops import Album, Figure

Data = Mapping[str, Any]
UNASKED = "unasked"  # the group of items that an audit of some items alone left out
QUOTES = 6  # of one answer shown on the page; audit.json holds all


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence with its figure; ``first`` where the figure stands here and not at an earlier item."""

    evidence: Data
    figure: Figure | None
    number: int  # what texts call the figure, counted in the order of the page
    first: bool
    view: Data | None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of one probe, said alike on these devices, in these looks."""

    finding: Data
    surfaces: tuple[tuple[str, tuple[int, ...]], ...]
    evidence: tuple[Shown, ...]
    more: int
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


def groups(record: Data, settings: Data, album: Album) -> tuple[Group, ...]:
    """Every item once, what matters first. Wishes figures of the album and cuts them."""
    ordered = [
        (each, _sorted(item for item in record["items"] if _group_of(record, settings, item) == each["key"]))
        for each in settings["groups"]
    ]
    by_id = {found["id"]: found for found in record["findings"]}
    wanted = [(item, deciding(item, by_id)) for _, items in ordered for item in items]
    for _, findings in wanted:
        wish(album, findings, settings["pictures"]["most_an_item"])
    album.cut()
    views = {view["id"]: view for view in record["views"]}
    shown: dict[int, int] = {}
    return tuple(
        Group(
            group["key"],
            group["open"],
            group.get("compact", False),
            tuple(_card(record, item, by_id, views, album, shown) for item in items),
        )
        for group, items in ordered
        if items
    )


def _group_of(record: Data, settings: Data, item: Data) -> str:
    """The key of the group an item stands in. Raises StopIteration where page.toml has none for its verdict."""
    if record["asked"] and item["item"] not in record["asked"] and not item["decisions"]:
        return UNASKED
    return next(str(each["key"]) for each in settings["groups"] if _in(each, item))


def _in(group: Data, item: Data) -> bool:
    reason = item["reason"]
    if item["verdict"] not in group["verdicts"] or reason in group.get("without", ()):
        return False
    return "only" not in group or reason in group["only"]


def _sorted(items: Iterable[Data]) -> list[Data]:
    """By the weight surely lost, then the weight that may be lost, then as the standard orders them."""

    def lost(item: Data) -> tuple[float, float]:
        value = item["value"] if item["value"] is not None else (item["suggested"] or {"value": 1.0})["value"]
        return -item["weight"] * (1.0 - value), -item["weight"]

    return sorted(items, key=lost)


def deciding(item: Data, by_id: Mapping[str, Data]) -> list[Data]:
    """The findings an item's verdict rests on, each once."""
    ids = dict.fromkeys(id for check in item["checks"] for id in check["findings"])
    ids |= dict.fromkeys(item["unconfirmed"])
    return [by_id[id] for id in ids if id in by_id]


def wish(album: Album, findings: Sequence[Data], most: int) -> None:
    """What speaks against the platform is shown before what speaks for it."""
    ranked = sorted(findings, key=lambda found: {"bad": 0, "unsure": 1}.get(_tone(found), 2))
    wished: set[tuple[object, ...]] = set()
    for turn in range(QUOTES):  # one picture of each answer before a second of any
        for found in ranked:
            if turn < len(found["evidence"]) and len(wished) < most:
                each = found["evidence"][turn]
                if album.wish(each["view"], each["box"]):
                    wished.add((each["view"], tuple(each["box"])))


def _tone(found: Data) -> str:
    if found["outcome"] in ("yes", "no"):
        if found["fraction"] is not None:
            return "good" if found["fraction"] >= 0.5 else "bad"
        return "good" if found["outcome"] == (found["good"] or "yes") else "bad"
    return str(found["outcome"])


def _card(
    record: Data, item: Data, by_id: Mapping[str, Data], views: Mapping[str, Data], album: Album, shown: dict[int, int]
) -> ItemCard:
    rows = tuple(
        CheckRow(check, _said([by_id[id] for id in check["findings"] if id in by_id], views, album, shown))
        for check in item["checks"]
    )
    probes = {probe for check in item["checks"] for probe in check["probes"]}
    suggested = (item["suggested"] or {}).get("verdict")
    mend = item["verdict"] in ("fail", "partial") or suggested in ("fail", "partial")
    limits = merged(each for each in record["thresholds"] if each["probe"] in probes)
    return ItemCard(item, rows, limits, mend)


def _said(findings: Sequence[Data], views: Mapping[str, Data], album: Album, shown: dict[int, int]) -> tuple[Said, ...]:
    """Findings of one check; those that say the same on several surfaces become one."""
    alike: dict[tuple[object, ...], list[Data]] = {}
    for found in findings:
        alike_by = (found["probe"], found["outcome"], found["because"]["zh"], found["because"]["en"])
        alike.setdefault(alike_by, []).append(found)
    said = []
    for same in alike.values():
        pieces: dict[tuple[object, ...], Shown] = {}
        for each in (piece for found in same for piece in found["evidence"]):
            figure = album.figure(each["view"], each["box"])
            key: tuple[object, ...] = (figure.number,) if figure else (each["url"], each["quote"])
            if key not in pieces:
                first = figure is not None and figure.number not in shown
                number = shown.setdefault(figure.number, len(shown) + 1) if figure is not None else 0
                pieces[key] = Shown(each, figure, number, first, views.get(each["view"]))
        kept = tuple(pieces.values())
        looks: dict[str, list[int]] = {}
        for found in same:
            looks.setdefault(found["device"], []).append(found["look"])
        surfaces = tuple((device, tuple(sorted(set(each)))) for device, each in looks.items())
        said.append(Said(same[0], surfaces, kept[:QUOTES], max(0, len(kept) - QUOTES), _tone(same[0])))
    return tuple(said)


def gaps(record: Data) -> list[tuple[str, list[Data]]]:
    """Missing views by reason; facts about the shop last, for they are no blindness of ours."""
    table: dict[str, list[Data]] = {}
    for gap in record["gaps"]:
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
