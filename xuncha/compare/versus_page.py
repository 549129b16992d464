"""The page that compares two audits: self-contained, no script, made from the comparison's record and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from crawler.settings_file import WordTable
from crawler.site import Site
from xuncha.compare.corresponding import EvidenceFinder
from xuncha.compare.pairing import AuditSide, PairedItem, draft_item, finish_item
from xuncha.compare.worddiff import DiffBounds
from xuncha.reports import words
from xuncha.reports.page import load_page_settings, make_template_environment
from xuncha.reports.pictures.crops import Album, Blob

Data = Mapping[str, Any]
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LEADING = ("site", "unknown", "rules", "people", "seen")  # the groups, most important first
WAYS = ("worse", "better", "neither")


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One changed item."""

    change: Data
    paired: PairedItem


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Items with the same first label."""

    key: str
    cards: tuple[ChangeCard, ...]


def render_comparison(record: Data, blob: Blob, sites: tuple[Site, Site], lang: str) -> str:
    """The page as HTML, shown first in ``lang`` (zh or en). The same record and pictures give the same page.

    ``blob`` gives a screenshot by its SHA-256, or None where it is no longer kept. ``sites`` are searched for the place
    of what only the other one quotes. Every string of the record is treated as hostile.
    """
    safe: dict[str, Any] = words.clean_data(record)
    sides = _sides(safe, blob, sites)
    changed = [change for change in safe["changes"] if change["changed"]]
    rows = load_versus_settings()["limits"]["rows"]
    return make_template_environment().get_template("versus.html.j2").render(
        record=safe,
        groups=_groups(changed, sides, safe["one_platform"]),
        tally=_tally(changed, safe["one_platform"]),
        ways=_ways(changed),
        changed=changed,
        unchanged=[change for change in safe["changes"] if not change["changed"]],
        pages=safe["pages"][:rows],
        more_pages=max(0, len(safe["pages"]) - rows),
        lang=lang,
        style=Markup(_read("assets", "page.css") + _read("assets", "versus.css")),
        policy=POLICY,
    )  # fmt: skip


def _sides(record: Data, blob: Blob, sites: tuple[Site, Site]) -> tuple[AuditSide, AuditSide]:
    pictures = {**load_page_settings()["pictures"], **load_versus_settings()["pictures"]}
    around = load_versus_settings()["limits"]["around"]
    made = []
    for half, site in zip(record["halves"], sites, strict=True):
        views = {view["id"]: view for view in half["views"]}
        findings = {found["id"]: found for found in half["findings"]}
        made.append(AuditSide(views, findings, Album(pictures, views, blob), EvidenceFinder(site, around), set()))
    return made[0], made[1]


def _groups(changed: list[Data], sides: tuple[AuditSide, AuditSide], one_platform: bool) -> tuple[ChangeGroup, ...]:
    """The groups of cards. Pictures are requested and cut in page order, so that the most important ones come first."""
    given = load_versus_settings()
    limits, text = given["limits"], given["text"]
    bounds = DiffBounds(text["most"], text["least"], text["alike"])
    ordered = {lead: [item for item in _sorted(changed) if _lead(item) == lead] for lead in LEADING}
    drafts = [
        (lead, item, draft_item((item["halves"][0], item["halves"][1]), sides, limits, bounds, text["same"]))
        for lead, items in ordered.items()
        for item in items
    ]
    for side in sides:
        side.album.cut()
    cards = [(lead, ChangeCard(draft, finish_item(made, sides, bounds))) for lead, draft, made in drafts]
    return tuple(
        ChangeGroup(_named(lead, one_platform), own)
        for lead in LEADING
        if (own := tuple(card for key, card in cards if key == lead))
    )


def _lead(change: Data) -> str:
    return next(lead for lead in LEADING if lead in change["labels"])


def _sorted(changed: list[Data]) -> list[Data]:
    """The items that got worse first, then better, heavier ones first; else in the order of the standard."""
    return sorted(changed, key=lambda item: (WAYS.index(item["way"]), not item["sure"], -item["weight"]))


def _tally(changed: list[Data], one_platform: bool) -> dict[str, int]:
    """The number of items with each label; an item may have several."""
    counts = {lead: sum(lead in item["labels"] for item in changed) for lead in LEADING}
    return {_named(lead, one_platform): count for lead, count in counts.items() if count}


def _ways(changed: list[Data]) -> dict[tuple[str, bool], int]:
    """The number of items that moved each way, by whether that is certain or still to be confirmed."""
    counts = {(way, sure): 0 for way in WAYS[:2] for sure in (True, False)}
    for item in changed:
        if item["way"] in WAYS[:2]:
            counts[item["way"], item["sure"]] += 1
    return {key: count for key, count in counts.items() if count}


def _named(label: str, one_platform: bool) -> str:
    return "platform" if label == "site" and not one_platform else label


def load_versus_settings() -> dict[str, Any]:
    """The table versus.toml."""
    return WordTable("xuncha.compare", "versus.toml").load()


@cache
def _read(*path: str) -> str:
    return files("xuncha.reports").joinpath(*path).read_text("utf-8")
