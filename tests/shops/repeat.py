"""Audits unchanged demo shops again and again and counts what is said otherwise the next time: ``./do repeat``."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.site import Platform
from storage.db.session import open_store
from tests.shops.expectations import expected
from tests.shops.server import HERE, names, serving
from xuncha.audit.pipeline import AuditRequest, FinishedAudit, perform_audit

PAGE = HERE.parents[1] / "docs" / "repeatability.md"
# One shop with all, and those that ask most of acts, OCR, timings and the eyes while ending in bounded time.
USUAL = ("complete", "slogans", "order_faults", "returns_refused", "elder_good", "slow")
TIMES = 10
TWICE = 2


@dataclass(frozen=True, slots=True)
class Point:
    """What one audit said at one place: an item, or a probe on a device in a look. ``said`` is compared, ``why`` is only shown."""

    said: str
    why: str


@dataclass(frozen=True, slots=True)
class ComparedAudit:
    """One audit, as far as it is compared: ``items`` by number, ``findings`` by ``probe device look``."""

    items: dict[str, Point]
    findings: dict[str, Point]
    seconds: float
    views: int


@dataclass(frozen=True, slots=True)
class Flip:
    """A place that two audits speak of differently, each with its reason; the times are numbers from 1."""

    place: str
    first: int
    then: int
    before: Point | None
    after: Point | None


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """One shop's figures. ``flips`` are of verdicts and values, ``moved`` of findings that changed no verdict or did."""

    shop: str
    times: int
    items: int
    findings: int
    flips: tuple[Flip, ...]
    moved: tuple[Flip, ...]
    seconds: float


def said(done: FinishedAudit, seconds: float) -> ComparedAudit:
    """What is compared of an audit."""
    items = {
        verdict.item: Point(
            f"{verdict.verdict} {'' if verdict.value is None else round(verdict.value, 4)}".strip()
            + (
                f" (suggested {verdict.suggested.verdict} {round(verdict.suggested.value, 4)})"
                if verdict.suggested
                else ""
            ),
            verdict.because.zh,
        )
        for verdict in done.audit.verdicts
    }
    findings = {
        f"{finding.probe} {finding.device} {finding.look}": Point(
            f"{finding.outcome} {finding.answer.reason}".strip(), finding.answer.because.zh
        )
        for finding in done.audit.findings
    }
    return ComparedAudit(items, findings, seconds, len(done.site.views))


def differing(first: dict[str, Point], then: dict[str, Point], number: int) -> Iterator[Flip]:
    """Every place where the audit of that number speaks otherwise than the first; a place only one of them speaks of is one too."""
    for place in sorted(first.keys() | then.keys()):
        before, after = first.get(place), then.get(place)
        if before is None or after is None or before.said != after.said:
            yield Flip(place, 1, number, before, after)


def row(shop: str, all_said: list[ComparedAudit]) -> RepeatRow:
    """The figures of one shop's audits; the first is what the others are held against."""
    first, later = all_said[0], list(enumerate(all_said[1:], 2))
    return RepeatRow(
        shop,
        len(all_said),
        len(first.items),
        len(first.findings),
        tuple(flip for number, audit in later for flip in differing(first.items, audit.items, number)),
        tuple(flip for number, audit in later for flip in differing(first.findings, audit.findings, number)),
        sum(audit.seconds for audit in all_said) / len(all_said),
    )


async def once(name: str, url: str) -> ComparedAudit:
    """One audit of a shop that is being served, with a store of its own: an audit that knew of the last would be another question."""
    wanted = expected(name)
    with tempfile.TemporaryDirectory(prefix="xuncha-repeat-") as data:
        async with open_store(Path(data)) as store:
            request = AuditRequest(
                Platform(url), wanted.devices, wanted.only, pace=0.0, allow_private=True, ocr=wanted.ocr, timed=wanted.timed,
                seconds=wanted.seconds if wanted.no_fail else 0.0,  # where walls and traps may cost it all
            )  # fmt: skip
            began = time.monotonic()
            done = await perform_audit(store, request, lambda stage, at, planned: None)
            return said(done, time.monotonic() - began)


async def repeated(name: str, times: int) -> RepeatRow:
    """Audit one shop that many times at one address, which decides the sample; what differs is printed as it comes."""
    all_said: list[ComparedAudit] = []
    with serving(name) as url:
        for number in range(1, times + 1):
            all_said.append(await once(name, url))
            new = all_said[-1]
            print(f"{name} {number}/{times}: {new.views} views, {new.seconds:.0f} s", flush=True)
            for kind, ours, theirs in (
                ("verdict", all_said[0].items, new.items),
                ("finding", all_said[0].findings, new.findings),
            ):
                for flip in differing(ours, theirs, number):
                    print(told(kind, flip), flush=True)
    return row(name, all_said)


def told(kind: str, flip: Flip) -> str:
    """A flip in three lines, with both reasons."""
    sides = [
        f"      {number}: {'nothing' if point is None else f'{point.said} — {point.why}'}"
        for number, point in ((flip.first, flip.before), (flip.then, flip.after))
    ]
    return "\n".join([f"    {kind} flips: {flip.place}", *sides])


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """One shop on the page, with what differed there; ``day`` is when it was audited."""

    shop: str
    times: int
    items: int
    findings: int
    flips: int
    moved: int
    seconds: int
    day: str
    differed: tuple[str, ...] = ()


_LINE = re.compile(r"\| (\S+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| ([\d-]+) \|")


def page(rows: Iterable[RepeatRow], began: datetime, before: str = "") -> str:
    """The whole of docs/repeatability.md. Shops that only ``before``, the page as it was, speaks of stay as they are there."""
    lines = {line.shop: line for line in _lines(before)} | {shop_row.shop: _line(shop_row, began) for shop_row in rows}
    said = [lines[shop] for shop in sorted(lines)]
    audits = sum(line.times for line in said)
    compared = sum((line.times - 1) * line.items for line in said)
    text = [
        "# Repeatability",
        "",
        "Written by `./do repeat --write`. Each demo shop is served at one address and audited again and again, as its",
        "`expect.toml` asks for it, each time with an empty store. Every later audit is held against the first: verdict, value and suggestion of",
        "each item (a *flip*), and outcome and reason of each probe on each device in each look (*moved*).",
        "",
        f"**{sum(line.flips for line in said)} flips in {compared:,} repeated verdicts of {audits} audits.**",
        "",
        "| shop | audits | items | findings | flips | moved | s an audit | day |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for line in said:
        told = (line.shop, line.times, line.items, line.findings, line.flips, line.moved, line.seconds, line.day)
        text.append(f"| {' | '.join(map(str, told))} |")
    differed = [line for raw in said for line in raw.differed]
    if differed:
        text += ["", "What differed:", "", *differed]
    return "\n".join([*text, ""])


def _line(shop_row: RepeatRow, began: datetime) -> RepeatLine:
    differed = tuple(
        f"- {shop_row.shop}, {flip.place}: {_short(flip.before)} → {_short(flip.after)}"
        for flip in (*shop_row.flips, *shop_row.moved)
    )
    flips, moved, seconds = len(shop_row.flips), len(shop_row.moved), round(shop_row.seconds)
    return RepeatLine(
        shop_row.shop,
        shop_row.times,
        shop_row.items,
        shop_row.findings,
        flips,
        moved,
        seconds,
        f"{began:%Y-%m-%d}",
        differed,
    )


def _lines(text: str) -> Iterator[RepeatLine]:
    """What a page that ``page`` has written says of each shop."""
    for found in _LINE.finditer(text):
        shop, *counts, day = found.groups()
        differed = tuple(line for line in text.splitlines() if line.startswith(f"- {shop}, "))
        times, items, findings, flips, moved, seconds = map(int, counts)
        yield RepeatLine(shop, times, items, findings, flips, moved, seconds, day, differed)


def _short(point: Point | None) -> str:
    return "nothing" if point is None else point.said


def main(argv: list[str] | None = None) -> int:
    """0 where every verdict was the same each time, 1 where one was not."""
    parser = argparse.ArgumentParser(prog="./do repeat", description=__doc__)
    parser.add_argument("shops", nargs="*", metavar="SHOP", help=f"default: {' '.join(USUAL)}")
    parser.add_argument("--times", type=int, help=f"audits of each shop; default {TIMES}, with --all {TWICE}")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="every demo shop")
    which.add_argument(
        "--whole", action="store_true", help=f"the default shops {TIMES} times and every other {TWICE} times"
    )
    parser.add_argument(
        "--write", action="store_true", help="write docs/repeatability.md; other shops stay as they are there"
    )
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.shops) - set(names()):
        parser.error(f"no such demo shop: {', '.join(sorted(unknown))}")
    shops = names() if chosen.all or chosen.whole else chosen.shops or USUAL
    seldom = chosen.all or chosen.whole
    times = {
        name: chosen.times or (TWICE if seldom and not (chosen.whole and name in USUAL) else TIMES) for name in shops
    }
    if min(times.values()) < TWICE:
        parser.error("one audit cannot differ from itself")
    began = datetime.now(UTC)
    rows = []
    for name, often in times.items():
        rows.append(asyncio.run(repeated(name, often)))
        if chosen.write:  # what is known is kept, should somebody end this
            PAGE.write_text(page(rows, began, PAGE.read_text("utf-8") if PAGE.is_file() else ""), "utf-8")
    for row in rows:
        print(
            f"{row.shop:20} {row.times} audits, {row.items} items: {len(row.flips)} flips; {len(row.moved)} findings moved"
        )
    return int(any(shop_row.flips for shop_row in rows))


if __name__ == "__main__":
    sys.exit(main())
