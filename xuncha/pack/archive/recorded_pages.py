"""Every page of a visit that has a record of its exchanges, seen or not, and the fullest record of each exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.network import exchange_log
from crawler.site import Gap, Site, View

ExchangeKey = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A view, or the page found where a view was wanted; ``id``: the view's, or ``gap-n`` in order of gaps."""

    id: str
    record: str
    title: str
    text: str = ""
    view: View | None = None


def list_recorded_pages(site: Site) -> Iterator[RecordedPage]:
    """Views in their order, then the pages behind gaps; several gaps with one record count as one."""
    for view in site.views:
        where = f"{view.id} {view.role} {view.state} {view.device}"
        yield RecordedPage(view.id, view.exchanges_record, f"{view.title or view.url} [{where}]", view.text, view)
    missed: dict[str, list[Gap]] = {}
    for gap in site.gaps:
        missed.setdefault(gap.exchanges_record, []).append(gap)
    missed.pop("", None)
    for number, (record, gaps) in enumerate(missed.items(), 1):
        yield RecordedPage(f"gap-{number}", record, _of_gaps(gaps))


def _of_gaps(gaps: Sequence[Gap]) -> str:
    """Why there is no view, and which one was wanted."""
    gap, more = gaps[0], len(gaps) - 1
    others = f" and {more} more" if more else ""
    return f"{gap.reason}: {gap.detail} [{gap.role} {gap.state} {gap.device}{others}]"


def read_page_record(sight: RecordedPage, blob: Callable[[str], bytes | None]) -> dict[str, Any] | None:
    """The exchange record of a page, or None where none is kept. Raises ValueError where it is malformed."""
    data = blob(sight.record) if sight.record else None
    return exchange_log.unpack_record(data) if data is not None else None


def exchange_key(entry: dict[str, Any]) -> ExchangeKey:
    """What identifies this exchange among all those of the audit."""
    return (entry["id"], entry["hop"], entry["at"], entry["url"])


def is_answered(entry: dict[str, Any]) -> bool:
    """Whether a server answered, and not our own egress proxy."""
    return entry["response"] is not None and entry["response"]["from"] != "gate"


@dataclass(frozen=True, slots=True)
class FullestRecord:
    """Which page has the fullest record of an exchange, and the SHA-256 of the body it got ("" = none is kept)."""

    sight: str
    body: str


def find_fullest_records(site: Site, blob: Callable[[str], bytes | None]) -> dict[ExchangeKey, FullestRecord]:
    """The fullest record of each exchange: a page may be captured several times while it is open."""
    best: dict[ExchangeKey, tuple[tuple[bool, bool, bool], FullestRecord]] = {}
    for sight in list_recorded_pages(site):
        record = read_page_record(sight, blob)
        for entry in record["exchanges"] if record is not None else ():
            body = entry.get("body", {})
            tells = (is_answered(entry), bool(body.get("sha256")), not body.get("cut"))
            known = best.get(exchange_key(entry))
            if known is None or tells > known[0]:
                best[exchange_key(entry)] = (
                    tells,
                    FullestRecord(sight.id, body.get("sha256", "") if is_body_reusable(entry) else ""),
                )
    return {one: told for one, (_, told) in best.items()}


def is_body_reusable(entry: dict[str, Any]) -> bool:
    """Whether the body is a server's answer to a GET, and so may stand for all identical answers."""
    return is_answered(entry) and entry["method"] == "GET"


def find_first_exchanges(told: dict[ExchangeKey, FullestRecord]) -> dict[tuple[str, str], ExchangeKey]:
    """The first exchange that brought each body, by address and SHA-256.

    Pages are not listed in the order of their exchanges.
    """
    found: dict[tuple[str, str], ExchangeKey] = {}
    for one in sorted(told, key=lambda row: (row[2], row)):
        if told[one].body:
            found.setdefault((one[3], told[one].body), one)
    return found
