"""The order of the page: groups of items by importance, and in each item findings that say the same together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]
UNASKED = "unasked"  # the group of items left out by an audit of only some items


def group_items(record: Data, settings: Data) -> list[tuple[Data, list[Data]]]:
    """Each group of page.toml with its items, the most costly first. Includes groups without items."""
    return [
        (group, _sorted(item for item in record["items"] if _group_of(record, settings, item) == group["key"]))
        for group in settings["groups"]
    ]


def _group_of(record: Data, settings: Data, item: Data) -> str:
    """The key of an item's group. Raises StopIteration where page.toml has none for its verdict."""
    if record["asked"] and item["item"] not in record["asked"] and not item["decisions"]:
        return UNASKED
    return next(str(group["key"]) for group in settings["groups"] if _in(group, item))


def _in(group: Data, item: Data) -> bool:
    reason = item["reason"]
    if item["verdict"] not in group["verdicts"] or reason in group.get("without", ()):
        return False
    return "only" not in group or reason in group["only"]


def _sorted(items: Iterable[Data]) -> list[Data]:
    """By weight certainly lost, then weight possibly lost, then the order of the standard."""

    def lost(item: Data) -> tuple[float, float]:
        value = item["value"] if item["value"] is not None else (item["suggested"] or {"value": 1.0})["value"]
        return -item["weight"] * (1.0 - value), -item["weight"]

    return sorted(items, key=lost)


def find_deciding_findings(item: Data, by_id: Mapping[str, Data]) -> list[Data]:
    """The findings an item's verdict rests on, each once."""
    ids = dict.fromkeys(id for check in item["checks"] for id in check["findings"])
    ids |= dict.fromkeys(item["unconfirmed"])
    return [by_id[id] for id in ids if id in by_id]


def group_alike_findings(findings: Iterable[Data]) -> list[list[Data]]:
    """Findings grouped where one probe says the same on several surfaces."""
    table: dict[tuple[object, ...], list[Data]] = {}
    for found in findings:
        said = (found["probe"], found["outcome"], found["because"]["zh"], found["because"]["en"])
        table.setdefault(said, []).append(found)
    return list(table.values())


def list_findings_in_order(record: Data, groups: Sequence[tuple[Data, list[Data]]]) -> Iterator[Data]:
    """Every finding in the order of the page, some more than once, then those that belong to no item."""
    by_id = {found["id"]: found for found in record["findings"]}
    for _, items in groups:
        for item in items:
            for check in item["checks"]:
                for same in group_alike_findings(by_id[id] for id in check["findings"] if id in by_id):
                    yield from same
    yield from record["findings"]
