"""The order of the page: groups of items by what matters, and of each item the findings, those that say the same together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]
UNASKED = "unasked"  # the group of items that an audit of some items alone left out


def grouped(record: Data, settings: Data) -> list[tuple[Data, list[Data]]]:
    """Each group of page.toml with its items, what costs most first. Groups without an item are there too."""
    return [
        (each, _sorted(item for item in record["items"] if _group_of(record, settings, item) == each["key"]))
        for each in settings["groups"]
    ]


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


def alike(findings: Iterable[Data]) -> list[list[Data]]:
    """Those that one probe says alike on several surfaces, together."""
    table: dict[tuple[object, ...], list[Data]] = {}
    for found in findings:
        said = (found["probe"], found["outcome"], found["because"]["zh"], found["because"]["en"])
        table.setdefault(said, []).append(found)
    return list(table.values())


def read(record: Data, groups: Sequence[tuple[Data, list[Data]]]) -> Iterator[Data]:
    """Every finding as a reader of the page meets it, some more than once, then those that stand at no item."""
    by_id = {found["id"]: found for found in record["findings"]}
    for _, items in groups:
        for item in items:
            for check in item["checks"]:
                for same in alike(by_id[id] for id in check["findings"] if id in by_id):
                    yield from same
    yield from record["findings"]
