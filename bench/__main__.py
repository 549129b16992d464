"""Measures looking, audits, judging, the fleet and more, prints a table, writes docs/performance.md: ``./do bench``."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import (
    browse,
    city_store,
    flame_graphs,
    flames,
    fleet,
    gate_share,
    judging,
    large,
    packing,
    pages,
    rejudging,
    sizes,
    web,
    web_clients,
    web_soak,
    whole,
)
from bench.figures import Measurement
from crawler.browser import launch

PAGE = pages.ROOT / "docs" / "performance.md"
TRIED = pages.ROOT / "bench" / "tried.md"  # what did not help, and why: the page ends with it
PARTS = {
    "a": "Full evidence against bare Playwright",
    "b": "A whole audit",
    "c": "Judging",
    "d": "The gate",
    "e": "Judging many visits again",
    "f": "The fleet",
    "g": "Evidence packs",
    "h": "Databases at size",
    "i": "The workbench over a city",
    "j": "Where the seconds go",
}
METHODS = {
    "a": f"""{pages.COUNT} local pages (40 to 240 product cards, {pages.PICTURES} pictures, {pages.SCRIPT_BYTES // 1000} KB of script, a
fetch that adds 24 cards), served on loopback by a process of their own, {browse.AT_ONCE} at a time, desktop. *Full evidence* is what an
audit does with each page, through the gate: open, settle, close layers, scroll to a stable height, read all elements, full-page JPEG,
HTML, all new bodies, cookies, the full record of every exchange, kept in memory; OCR is off. *Without the record* is the same but for
that record. *Bare* is Playwright's `goto`, the same scroll steps, each with the product's wait for lazy parts,
`content()` and `screenshot(full_page=True, type="jpeg")` of the same quality, with the same Chromium, without gate. Rounds take turns; medians.
Bare Playwright waits after every step; a view waits less where nothing of its page can hear of scrolling (decision 23).""",
    "b": """`xuncha audit` of the complete demo shop as a user runs it, in a process of its own, with second looks, timings and
OCR. The *tour* is the first look at every page once on each device; acts begin in contexts of their own, timings are cold loads on
purpose, and the second look goes only where something would fail. Processor seconds are those in user and system mode of every process
of the audit, read four times a second (one that ends loses its last quarter); the demo shop's own threads are in those of our own
process. Wall time says less: it is that of a machine that others use. Against an earlier release (`./do bench --against REVISION`) both audit
the complete shop of their own tree, compiled first as by an installation, in turn (new, old, old, new); the figure is the ratio of
medians. Memory is that of the process and all its children (browser, OCR worker, the demo shop's own threads), read four times a
second: resident memory counts shared pages once for each process, the split figure counts them once in all.""",
    "c": """The visit of (b), judged under today's rules: all checks, verdicts, red lines and scores. Seconds of processor time; each round
reads the visit anew from the store, and nothing that was read in judging it outlives the round.""",
    "d": """The pages of (a), one after the other until their load event, in two bare Chromiums with the same switches, one behind the gate.
Rounds take turns; medians. A share below zero means that the gate costs less than the rounds differ by themselves.""",
    "e": f"""The visit of (b), copied {rejudging.VISITS} times with addresses of its own and a mark of its own in every longer run of Chinese
letters, judged, then judged again as if the rules had moved: read from the store, judged, compared with the audit before, and kept, by as
many processes as are named, their start and end included. With one process {rejudging.FEW} of them. No answer moves, the common case.
At last they are judged again as if one check alone had changed: the others' answers are taken over from the audit before.""",
    "f": f"""{fleet.SHOPS} (for one worker {fleet.LONG}) small shops on loopback that wait {fleet.DELAY:g} s before each answer; one item on
the desktop of each (home page, licence, a second look where needed), every tenth on both devices, no timings, no OCR, no pace. Workers
are processes of `xuncha work` on one PostgreSQL beside them, {fleet.AT_ONCE} audit at a time each; seconds count from their start;
database, browsers and shops share the cores. Efficiency is audits an hour by those of one worker and their number.""",
    "g": f"""`xuncha export` of the visit of (b) with personal data masked, then `xuncha verify`, each in a process of its own with its
start; the best of {packing.ROUNDS}, each made anew. Twice the views: the same visit with every view once more, under another address and with
a picture and a source of its own. The batch is the audit and {packing.COPIES} of shops like it, by one `xuncha export --since`; its memory is that of
the command and its children all along, split where pages are shared.""",
    "h": f"""Made-up audits, {sizes.EACH} of each registered platform, with {large.FINDINGS} findings and {large.VIEWS} views each: all their
rows and no evidence, on SQLite and on PostgreSQL; what the commands read, without their start and what they draw; the best of
{sizes.ROUNDS}. What is looked up by an index takes as long however many audits there are: its ratio is 1. What goes through all of them
takes {sizes.AUDITS // sizes.FEWER} times as long.""",
    "i": f"""{web.PLATFORMS:,} registered platforms with {web.AUDITS} audits each, made up but for the newest of
{city_store.WORKED}, which are copies of
the audit of (b) with all its evidence; {web.PERSONS} accounts and their log; SQLite, and where it is named PostgreSQL.
{web_clients.CLIENTS} clients, each a person of its own that asks
without a pause: {web.ROUNDS} rounds of the pages over all platforms, then of an audit it works on, {web_clients.ITEMS} of its items in all their
evidence, and the first picture of each. One round goes before, as the first of a morning. The web is one process on the same cores as those who
ask; so each page is held against a bare file of the same web in the same run. Processor time is that of one request after another,
without a network; the first look reads the audit from the store and makes the page. Clients that never pause keep one process at work
all the time: each waits for {web_clients.CLIENTS} requests, its own among them, so that pages can answer in time only while one request costs the
web less than a {web_clients.CLIENTS}th of it; where the web has less than a core to itself, all of this takes longer in proportion.
With `--minutes` the same clients then go on as people who read each page for some seconds, and the process is looked at every
{web_soak.EVERY:g} s: what it holds in the second half of that time is not to be more than {web_soak.FLAT:g} times what it held in the first.""",
    "j": f"""`./do bench j` draws both pictures anew. Boxes are functions, below those that called them, as wide as the
time in them; a box that is pointed at says its figures (open the picture by itself). Judging: {flame_graphs.ROUNDS} rounds of (c) in one
process, the first of which also makes what is kept from then on; {flame_graphs.RATE} samples a second from outside while it could run. An
audit: one of (b), of which each process is as wide as the processor time it had; those that are no Python, or that the
sampler could not follow, are one box, the others are sampled {flame_graphs.AUDIT_RATE} times a second.
Boxes of less than {100 * flames.SMALLEST / flames.WIDTH:.1f} % are left out.

![Judging](images/{flame_graphs.JUDGING})

![An audit](images/{flame_graphs.AUDIT})""",
}


# What was measured and left out, so that nobody need try it again. Milliseconds of a processor, on the demo shop's pages.
def main(argv: list[str] | None = None) -> int:
    """0 where every aim is met, 1 where one is not, 2 without a browser."""
    parser = argparse.ArgumentParser(prog="./do bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="a, b, c, d, e, f, g, h, i, j; without any all")
    parser.add_argument("--dry", action="store_true", help="print only, leave docs/performance.md as it is")
    parser.add_argument(
        "--against",
        default="",
        metavar="REVISION",
        help="audit that earlier release's shop in turn with today's, in (b)",
    )
    parser.add_argument(
        "--like",
        type=Path,
        metavar="STORE",
        help="take the audit of that store, instead of making the one of (b), for (c), (e), (g), (i) and (j)",
    )
    parser.add_argument(
        "--minutes", type=float, default=0, help="go on asking for so long in (i), for the memory of the web process"
    )
    reads = "seconds for which each client then reads a page, on average"
    parser.add_argument("--pause", type=float, default=web_soak.PAUSE, metavar="SECONDS", help=reads)
    parser.add_argument("--on", choices=web.DATABASES, default=web.SQLITE, help="what (i) is stored on")
    parser.add_argument("--postgres", action="store_const", dest="on", const="both", help="(i) on PostgreSQL too")
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    try:
        version_of_browser = launch.find_chromium().version()
    except launch.NoBrowser as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 2
    if "i" in (chosen.parts or PARTS) and chosen.on == web.POSTGRESQL and not chosen.dry:
        parser.error("(i) on PostgreSQL alone is not written, for the page has both: add --dry")
    going = web_soak.GoingOn(chosen.minutes, chosen.pause)
    began = datetime.now(UTC)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    figures = _measure(chosen.parts or list(PARTS), chosen.against, chosen.like, going, chosen.on, chosen.dry)
    if not chosen.dry:
        kept = sections(PAGE.read_text("utf-8")) if PAGE.is_file() else {}
        PAGE.write_text(page({**kept, **_written(figures, began, load, machine(version_of_browser))}), "utf-8")
        print(f"\nwritten: {PAGE.relative_to(pages.ROOT)}")
    return int(any(figure.met is False for group in figures.values() for figure in group))


def _measure(
    parts: list[str], against: str, like: Path | None, going: web_soak.GoingOn, on: str, dry: bool
) -> dict[str, list[Measurement]]:
    """Figures by part, printed as they come. (c), (e), (g), (i) and (j) use what (b) saw, or ``like``."""
    figures: dict[str, list[Measurement]] = {}
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as data:
        for part in PARTS:
            if part not in parts and not (part == "b" and like is None and {"c", "e", "g", "i", "j"} & set(parts)):
                continue
            seen = Path(data) if like is None or part == "b" else like
            figures[part] = _part(part, seen, against, going, on, dry)
            print(f"\n({part}) {PARTS[part]}")
            for figure in figures[part]:
                print(f"  {figure.name:62} {said(figure):>16}  {_aim(figure)}", flush=True)
    return figures


def _part(part: str, data: Path, against: str, going: web_soak.GoingOn, on: str, dry: bool) -> list[Measurement]:
    if part == "a":
        return asyncio.run(browse.measure())
    if part == "b":
        return whole.measure(data, against)
    if part == "c":
        return asyncio.run(judging.measure(data))
    if part == "e":
        return asyncio.run(rejudging.measure(data))
    if part == "f":
        return fleet.measure()
    if part == "h":
        return asyncio.run(sizes.measure())
    if part == "i":
        return asyncio.run(web.measure_asked(data, going, on))
    if part == "j":
        with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as aside:
            return flame_graphs.measure_flames(data, Path(aside) if dry else flame_graphs.IMAGES)
    if part == "g":
        return asyncio.run(packing.measure(data))
    return asyncio.run(gate_share.measure())


def said(figure: Measurement) -> str:
    """The value with its unit, in as many digits as it can bear."""
    size = abs(figure.value)
    digits = 0 if size >= 100 or size == int(size) else 1 if size >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}".strip()


def _aim(figure: Measurement) -> str:
    return "" if figure.met is None else f"{figure.aim} {'met' if figure.met else 'MISSED'}"


def machine(browser: str) -> dict[str, str]:
    """What the figures depend on; nothing that names the machine."""
    facts = {"processor": platform.processor() or platform.machine(), "cores": str(os.cpu_count())}
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text("utf-8").splitlines()
        facts["processor"] = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
        )
    if meminfo.is_file():
        facts["memory"] = f"{int(meminfo.read_text('utf-8').split()[1]) / 1e6:.0f} GB"
    facts["system"] = f"{platform.system()} {platform.machine()}"
    facts["Python"] = platform.python_version()
    facts["Chromium"] = f"{browser}{' (headless shell)' if launch.find_chromium().headless_shell else ''}"
    facts["Playwright"] = version("playwright")
    return facts


def page(parts: Mapping[str, str]) -> str:
    """The whole of docs/performance.md, from the sections of its parts."""
    head = "# Performance\n\nWritten by `./do bench`. Ratios are between things measured in turn in one run.\n"
    tried = TRIED.read_text("utf-8")
    return "\n".join([head, *(parts[part] for part in PARTS if part in parts), tried])


def _written(
    figures: dict[str, list[Measurement]], began: datetime, load: float | None, facts: Mapping[str, str]
) -> dict[str, str]:
    """A section for each part that was measured, with the machine it was measured on: others may have been elsewhere."""
    when = f"Measured on {began:%Y-%m-%d}: {'; '.join(f'{name} {fact}' for name, fact in facts.items())}"
    if load is not None:
        when += f"; load average {load:.1f} when it began (much above 0: rates are lower bounds, ratios and shares uncertain)"
    made = {}
    for part, group in figures.items():
        rows = "\n".join(f"| {figure.name} | {said(figure)} | {_aim(figure)} |" for figure in group)
        table = f"| figure | value | aim |\n|---|---|---|\n{rows}\n"
        made[part] = f"## ({part}) {PARTS[part]}\n\n{METHODS[part]}\n\n{when}.\n\n{table}"
    return made


def sections(text: str) -> dict[str, str]:
    """The sections of a page that was written before, by part: what is not measured anew stays."""
    pieces = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {piece[4]: piece.rstrip("\n") + "\n" for piece in pieces if piece.startswith("## (")}


if __name__ == "__main__":
    sys.exit(main())
