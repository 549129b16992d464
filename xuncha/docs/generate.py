"""Writes the generated pages of docs/ from tables, or lists those that are stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from probes import recall
from probes.pages.absence.absence import DECIDING
from probes.probe import Check, Limit
from probes.schema.probe_table import TABLE
from scoring.standard_tables import Item, ItemClass, Standard
from xuncha.docs import criteria, licences_page, security_page, settings_page
from xuncha.judging.rules import load_rules
from xuncha.settings.tree import find_source_tree

DOCS = TABLE.parent / "docs"
HEAD = "<!-- Written by `./do docs` from probes.toml and scoring/standard.toml. Do not edit. -->\n"
OWN = "本项目设定"
STANDARD = "standard"  # the folder of the criteria, relative to these pages
CLASSES = {ItemClass.OBSERVED: "observed", ItemClass.ASSISTED: "assisted", ItemClass.DOCUMENTARY: "documentary"}


def render_probes_page(standard: Standard, checks: tuple[Check, ...]) -> str:
    """Every probe: question, where it counts, what it reads, limits with their sources."""
    parts = [HEAD, "# Probes\n", f"{len(checks)} questions, each a file in `probes/` and a table in `probes.toml`.\n"]
    for check in checks:
        reads = ", ".join(
            f"{need.role}/{need.state}{'' if need.required else ' (if there)'}" for need in check.probe.reads
        )
        parts += [
            f"## {check.id}\n",
            f"{check.question.zh} — {check.question.en}\n",
            f"- counts: {_counts(check)}",
            f"- good answer: {check.good}; {_trust(check)}",
            f"- reads: {reads or 'timings and light looks only'}",
            *(f"- limit `{name}`: {_limit(limit)}" for name, limit in sorted(check.params.limits.items())),
            "",
        ]
    return "\n".join(parts)


def _trust(check: Check) -> str:
    """How far a probe's bad answers are trusted: its recall where measured, and a confidence set by hand."""
    known = recall.load_recalls().of_check(check.id)
    said = f"recall {known.hits}/{known.n}, at least {known.lower:g}" if known.n else "recall never measured"
    return said if check.confidence >= DECIDING else f"{said}; confidence {check.confidence:g}, set by hand"


def render_coverage_page(standard: Standard, checks: tuple[Check, ...]) -> str:
    """All items: covered, partly covered, gap or not observable, and the probes behind each."""
    rows = [_row(item, checks) for item in standard.items]
    totals = {
        state: sum(1 for row in rows if row[3] == state) for state in ("covered", "part", "gap", "not observable")
    }
    lines = [
        HEAD,
        "# Coverage of the standard\n",
        "; ".join(f"{state}: {number}" for state, number in totals.items()) + f"; items: {len(rows)}.\n",
        "*covered*: every check of an observed item has a probe. *part*: probes gather evidence, a person decides or checks are missing."
        " *gap*: it could be seen, no probe looks yet. *not observable*: documents only.\n",
        "| item | name | class, weight | state | probes |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def _row(item: Item, checks: tuple[Check, ...]) -> tuple[str, str, str, str, str]:
    speaking = [check for check in checks if any(count.item == item.id for count in check.counts)]
    counted = {
        count.check for check in speaking for count in check.counts if count.item == item.id and count.points > 0
    }
    whole = bool(item.checks) and {check.id for check in item.checks} <= counted
    if item.item_class is ItemClass.DOCUMENTARY:
        state = "not observable"
    elif not speaking:
        state = "gap"
    else:
        state = "covered" if whole and item.item_class is ItemClass.OBSERVED else "part"
    names = ", ".join(f"`{check.id}`" for check in speaking)
    return item.id, f"{item.name.zh} / {item.name.en}", f"{CLASSES[item.item_class]}, {item.weight:g}", state, names


def _counts(check: Check) -> str:
    counts = (
        f"{criteria.link_criterion(f'{count.item} ({count.check})', STANDARD)} {count.points:g}"
        for count in check.counts
    )
    return ", ".join(counts) or "evidence only"


def _limit(limit: Limit) -> str:
    source = f"{criteria.link_citations(limit.source, STANDARD)} [{limit.tier}]" if limit.source else OWN
    return f"{limit.value:g} {limit.unit}".strip() + f" — {source}"


def find_stale_pages(pages: Iterable[tuple[Path, str]]) -> list[str]:
    """Names of pages whose file differs from what the tables give."""
    return [path.name for path, text in pages if not path.exists() or path.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; returns the exit code."""
    if find_source_tree() is None:
        print("this copy was installed as a package: documents are written in a clone, by ./do docs", file=sys.stderr)
        return 2
    rules = load_rules()
    try:
        security = security_page.build_security_page()
    except security_page.BadRow as fault:
        print(f"docs/security.toml: {fault}", file=sys.stderr)
        return 1
    pages = [
        (DOCS / "probes.md", render_probes_page(rules.standard, rules.checks)),
        (DOCS / "coverage.md", render_coverage_page(rules.standard, rules.checks)),
        (DOCS / "security.md", security),
        (DOCS / "settings.md", settings_page.make_settings_page()),
        (DOCS / "licences.md", licences_page.render_licences_page(licences_page.list_locked_packages(TABLE.parent))),
    ]
    if "--check" in arguments:
        old = find_stale_pages(pages)
        if old:
            print(f"docs are stale: {', '.join(old)}; run ./do docs", file=sys.stderr)
        return 1 if old else 0
    for path, text in pages:
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
