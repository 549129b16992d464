"""The page that compares two audits: self-contained, without script, made from a comparison's record and both visits' pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from crawler.site import Site
from xuncha.reports import words
from xuncha.reports.corresponding import Finder
from xuncha.reports.crops import Album, Blob
from xuncha.reports.page import environment
from xuncha.reports.pairing import Paired, Side, draft, finish
from xuncha.reports.worddiff import Bounds

Data = Mapping[str, Any]
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LEADING = ("site", "unknown", "rules", "people", "seen")  # the groups, what a reader must know first
WAYS = ("worse", "better", "neither")


@dataclass(frozen=True, slots=True)
class Card:
    """One item that changed."""

    change: Data
    paired: Paired


@dataclass(frozen=True, slots=True)
class Group:
    """Items whose change is first of all of this kind, a label."""

    key: str
    cards: tuple[Card, ...]


def render(record: Data, blob: Blob, sites: tuple[Site, Site], lang: str) -> str:
    """The whole page, shown first in ``lang`` (zh or en). ``blob`` gives a screenshot by its SHA-256, or None where it is not kept.

    ``sites`` are asked where what only the other one quotes would stand. The same record and pictures give the same page. Every string
    of the record is taken for hostile.
    """
    safe: dict[str, Any] = words.cleaned(record)
    sides = _sides(safe, blob, sites)
    changed = [each for each in safe["changes"] if each["changed"]]
    rows = _settings()["limits"]["rows"]
    return environment().get_template("versus.html.j2").render(
        record=safe,
        groups=_groups(changed, sides, safe["one_platform"]),
        tally=_tally(changed, safe["one_platform"]),
        ways=_ways(changed),
        changed=changed,
        unchanged=[each for each in safe["changes"] if not each["changed"]],
        pages=safe["pages"][:rows],
        more_pages=max(0, len(safe["pages"]) - rows),
        lang=lang,
        style=Markup(_read("assets", "page.css") + _read("assets", "versus.css")),
        policy=POLICY,
    )  # fmt: skip


def _sides(record: Data, blob: Blob, sites: tuple[Site, Site]) -> tuple[Side, Side]:
    pictures = {**tomllib.loads(_read("page.toml"))["pictures"], **_settings()["pictures"]}
    around = _settings()["limits"]["around"]
    made = []
    for half, site in zip(record["halves"], sites, strict=True):
        views = {view["id"]: view for view in half["views"]}
        findings = {found["id"]: found for found in half["findings"]}
        made.append(Side(views, findings, Album(pictures, views, blob), Finder(site, around), set()))
    return made[0], made[1]


def _groups(changed: list[Data], sides: tuple[Side, Side], one_platform: bool) -> tuple[Group, ...]:
    """Pictures are wished for and cut in the order of the page, so that what matters first has them."""
    limits, text = _settings()["limits"], _settings()["text"]
    bounds = Bounds(text["most"], text["least"], text["alike"])
    ordered = {lead: [each for each in _sorted(changed) if _lead(each) == lead] for lead in LEADING}
    drafts = [
        (lead, each, draft((each["halves"][0], each["halves"][1]), sides, limits, bounds, text["same"]))
        for lead, items in ordered.items()
        for each in items
    ]
    for side in sides:
        side.album.cut()
    cards = [(lead, Card(each, finish(made, sides, bounds))) for lead, each, made in drafts]
    return tuple(
        Group(_named(lead, one_platform), own)
        for lead in LEADING
        if (own := tuple(card for key, card in cards if key == lead))
    )


def _lead(change: Data) -> str:
    return next(lead for lead in LEADING if lead in change["labels"])


def _sorted(changed: list[Data]) -> list[Data]:
    """The worse first, then the better, the heavier first; else as the standard orders them."""
    return sorted(changed, key=lambda each: (WAYS.index(each["way"]), not each["sure"], -each["weight"]))


def _tally(changed: list[Data], one_platform: bool) -> dict[str, int]:
    """How many items bear each label; an item may bear several."""
    counts = {lead: sum(lead in each["labels"] for each in changed) for lead in LEADING}
    return {_named(lead, one_platform): count for lead, count in counts.items() if count}


def _ways(changed: list[Data]) -> dict[tuple[str, bool], int]:
    """How many items moved which way, surely or as a person is asked to confirm."""
    counts = {(way, sure): 0 for way in WAYS[:2] for sure in (True, False)}
    for each in changed:
        if each["way"] in WAYS[:2]:
            counts[each["way"], each["sure"]] += 1
    return {key: count for key, count in counts.items() if count}


def _named(label: str, one_platform: bool) -> str:
    return "platform" if label == "site" and not one_platform else label


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(_read("versus.toml"))


@cache
def _read(*path: str) -> str:
    return files("xuncha.reports").joinpath(*path).read_text("utf-8")
