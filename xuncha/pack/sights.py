"""Every page of a visit that has a record of its exchanges, seen or not, and which record tells most of each exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler import wire
from crawler.site import Gap, Site, View

Key = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Sight:
    """A view, or the page that stood where a view was wanted; ``id`` is the view's, or ``gap-n`` in the order of the gaps."""

    id: str
    record: str
    title: str
    text: str = ""
    view: View | None = None


def sights(site: Site) -> Iterator[Sight]:
    """Views in their order, then what the gaps have seen; several gaps of one page are one."""
    for view in site.views:
        where = f"{view.id} {view.role} {view.state} {view.device}"
        yield Sight(view.id, view.exchanges_record, f"{view.title or view.url} [{where}]", view.text, view)
    missed: dict[str, list[Gap]] = {}
    for gap in site.gaps:
        missed.setdefault(gap.exchanges_record, []).append(gap)
    missed.pop("", None)
    for number, (record, gaps) in enumerate(missed.items(), 1):
        yield Sight(f"gap-{number}", record, _of_gaps(gaps))


def _of_gaps(gaps: Sequence[Gap]) -> str:
    """Why there is no view, and which one was wanted."""
    gap, more = gaps[0], len(gaps) - 1
    others = f" and {more} more" if more else ""
    return f"{gap.reason}: {gap.detail} [{gap.role} {gap.state} {gap.device}{others}]"


def read(sight: Sight, blob: Callable[[str], bytes | None]) -> dict[str, Any] | None:
    """The record of a sight, or None where none is kept. Raises ValueError where it is not what it should be."""
    data = blob(sight.record) if sight.record else None
    return wire.unpacked(data) if data is not None else None


def key(entry: dict[str, Any]) -> Key:
    """What tells this exchange from all others of the audit."""
    return (entry["id"], entry["hop"], entry["at"], entry["url"])


def answered(entry: dict[str, Any]) -> bool:
    """Whether somebody other than our own gate answered."""
    return entry["response"] is not None and entry["response"]["from"] != "gate"


def fullest(site: Site, blob: Callable[[str], bytes | None]) -> dict[Key, str]:
    """By exchange the id of the sight whose record tells most of it: one page may be captured several times while it lives."""
    best: dict[Key, tuple[tuple[bool, bool, bool], str]] = {}
    for sight in sights(site):
        record = read(sight, blob)
        for entry in record["exchanges"] if record is not None else ():
            body = entry.get("body", {})
            tells = (answered(entry), bool(body.get("sha256")), not body.get("cut"))
            known = best.get(key(entry))
            if known is None or tells > known[0]:
                best[key(entry)] = (tells, sight.id)
    return {one: sight for one, (_, sight) in best.items()}
