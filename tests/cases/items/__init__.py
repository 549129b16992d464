"""Golden cases of whole items: one file an item, ``<item>.toml``, with a shop that meets it, one that does not, and what must stay open.

Tables: ``[yes]``, ``[no]``, ``[undecided]``, and further ones (traps) whose names begin with one of these three words. Keys:
- ``pages``: role → text. ``# `` begins a heading, ``[words](address)`` is a link, ``@footer`` puts what follows in that region.
- ``views``: further views by the keys of `tests.cases.build.view`; ``body`` is text as above, ``copies`` repeats it with ``{n}`` counted.
- ``case``: golden cases of probes (subject/probe/name) whose views, fetches and history are taken over; ``shop = true``: the good shop of the
  tests on performance instead of pages, with ``change`` (role, state, fields, ``add`` elements, ``drop`` elements that say a word),
  ``gone`` (role/state that it does not offer) and ``timed`` (fields of all its timings).
- ``like``: the table whose pages and views are taken over; own ones are added or take their place.
- ``hide``: role → why it was not seen; ``looks`` (2), ``devices`` (both), ``thin`` (thoroughness of all views), ``profile``,
  ``platform``, ``fetch``, ``timing``, ``past``.
- what is expected: ``verdict``, ``suggested``, ``reason``, ``checks`` (id → outcome), ``says`` (words of the sentence or hint).
Every page that the item's probes read and the case does not give is not offered by the shop.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crawler.site import Fetch, Gap, Past, Platform, Site, Timing, View
from crawler.vocabulary import LANDED, Device, Role
from tests.cases.build import AT, SHOP, gap, site, view
from tests.probes.performance.shops import good, swapped

FOLDER = Path(__file__).parent
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]*)\)")
HEAD = re.compile(r"^\[{1,2}((?:yes|no|undecided)[a-z0-9_]*)[].]", re.MULTILINE)
HOME = """@header
[首页](/)
@main
# 示例商城
本店经营日用百货、茶叶干货与小家电，欢迎选购。
"""
EXPECTED = frozenset({"verdict", "suggested", "reason", "checks", "says"})
GIVEN = frozenset(
    {
        "pages",
        "views",
        "like",
        "hide",
        "looks",
        "case",
        "shop",
        "change",
        "gone",
        "timed",
        "devices",
        "thin",
        "profile",
        "fetch",
        "timing",
        "past",
        "platform",
    }
)


def items() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def names(item: str) -> list[str]:
    """The names of one item's tables, read from their heads alone: tests are listed far more often than run."""
    heads = HEAD.findall((FOLDER / f"{item}.toml").read_text("utf-8"))
    return list(dict.fromkeys(heads))


def cases(item: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables of one item's file. Raises TypeError for a key that means nothing."""
    raw: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / f"{item}.toml").read_text("utf-8"))
    for name, table in raw.items():
        if unknown := table.keys() - EXPECTED - GIVEN:
            raise TypeError(f"{item} {name}: unknown {sorted(unknown)}")
    return raw


def expected(item: str, name: str) -> Mapping[str, Any]:
    return {key: value for key, value in cases(item)[name].items() if key in EXPECTED}


def build(item: str, name: str, reads: frozenset[tuple[Role, str]]) -> Site:
    """The Site of one case; ``reads`` are the pages and states that the item's probes look at."""
    table = _whole(cases(item), name)
    if table.get("shop"):
        return _shop(table, reads)
    hide: dict[str, str] = table.get("hide", {})
    things: list[View | Gap | Fetch | Timing | Past] = []
    for look in range(1, table.get("looks", 2) + 1):
        for device in (Device(device) for device in table.get("devices", tuple(Device))):
            seen = [page for page in _views(table, look, device) if page.role not in hide]
            there = {(page.role, page.state) for page in seen}
            things += seen
            things += [
                gap(role, hide.get(role, "not_offered"), state=state, device=device, look=look)
                for role, state in sorted(reads | {(Role.HOME, LANDED)})
                if (role, state) not in there
            ]
    things += _others(table)
    platform = Platform(
        **({"url": SHOP, "name": "示例商城", "profile": table.get("profile", {})} | table.get("platform", {}))
    )
    return site(*things, platform=platform)


def _whole(tables: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    """A table with what it takes over from the one it is like; its own pages replace those of the same role."""
    own = dict(tables[name])
    if "case" in own:
        for name in reversed(own["case"]):
            raw = tomllib.loads((FOLDER.parent / name / "site.toml").read_text("utf-8"))
            for key, there in (("views", "view"), ("past", "past"), ("fetch", "fetch")):
                own[key] = [*raw.get(there, []), *own.get(key, [])]
    if "like" not in own:
        return own
    model = _whole(tables, own["like"])
    own["pages"] = model.get("pages", {}) | own.get("pages", {})
    own["views"] = [*model.get("views", []), *own.get("views", [])]
    return {key: value for key, value in model.items() if key in GIVEN} | own


def _shop(table: Mapping[str, Any], reads: frozenset[tuple[Role, str]]) -> Site:
    """The good shop on both devices in as many looks, with what the case changes."""
    whole = good()
    for change in table.get("change", ()):
        fields = {key: value for key, value in change.items() if key not in ("role", "state", "drop")}
        role, state = Role(change["role"]), change.get("state", LANDED)
        old = whole.view(role, state)
        if old is not None and (word := change.get("drop", "")):
            kept = [
                dataclasses.replace(one, text="", own="", name="", href="", clickable=False)
                if word in one.words
                else one
                for one in old.elements
            ]
            fields = {"elements": tuple(kept), "text": old.text.replace(word, "")} | fields
        whole = swapped(whole, role, state, **fields)
    hide, gone = table.get("hide", {}), table.get("gone", ())
    views: list[View] = []
    gaps: list[Gap] = []
    for look in range(1, table.get("looks", 2) + 1):
        for device in Device:
            seen = [
                dataclasses.replace(page, id=f"{page.id}-{device}-{look}", device=device, look=look)
                for page in whole.views
                if page.role not in hide and f"{page.role}/{page.state}" not in gone
            ]
            views += seen
            there = {(page.role, page.state) for page in seen}
            gaps += [
                gap(role, hide.get(role, "not_offered"), state=state, device=device, look=look)
                for role, state in sorted(reads | {(Role.HOME, LANDED)})
                if (role, state) not in there
            ]
    changed = [
        dataclasses.replace(timing, **table.get("timed", {})) for timing in whole.timings if timing.role not in hide
    ]
    timings = [
        dataclasses.replace(timing, device=device, look=look)
        for look in range(1, table.get("looks", 2) + 1)
        for device in Device
        for timing in changed
    ]
    past = tuple(other for other in _others(table) if isinstance(other, Past))
    return dataclasses.replace(
        whole,
        views=tuple(views),
        gaps=tuple(gaps),
        timings=tuple(timings),
        history=whole.history + past,
    )


def _views(table: Mapping[str, Any], look: int, device: Device) -> Iterator[View]:
    pages = {"home": HOME, **table.get("pages", {})}
    if any(
        other_view["role"] == "home" and other_view.get("state", LANDED) == LANDED
        for other_view in table.get("views", ())
    ):
        pages.pop("home")
    plain = [{"role": role, "body": body} for role, body in pages.items()]
    index = 0
    for page in (*plain, *table.get("views", ())):
        for number in range(1, page.get("copies", 1) + 1):
            index += 1
            made = {key: _numbered(value, number) for key, value in page.items() if key != "copies"}
            made["elements"] = [*elements(made.pop("body", "")), *made.get("elements", ())]
            thorough = table.get("thin", {}) | made.pop("thorough", {})
            name = {"id": f"v{index}-{device}-{look}"}
            yield view(**(name | made), device=device, look=look, thorough=thorough)


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{n}", str(number)) if isinstance(value, str) else value


def elements(body: str) -> list[dict[str, Any]]:
    """What a page's text says, an element a line, and one a link."""
    made: list[dict[str, Any]] = []
    region = "main"
    for line in (line.strip() for line in body.splitlines()):
        if line.startswith("@"):
            region = line[1:]
        elif line.startswith("# "):
            made.append({"text": line[2:], "tag": "h2", "heading": 2, "region": region, "font_px": 20.0})
        elif line:
            plain = LINK.sub("", line).strip()
            if plain:
                made.append({"text": LINK.sub(r"\1", line), "own": plain, "region": region})
            made += [{"text": words, "href": href or "#", "region": region} for words, href in LINK.findall(line)]
    return made


def _others(table: Mapping[str, Any]) -> Iterator[Fetch | Timing | Past]:
    for index, row in enumerate(table.get("fetch", ())):
        yield Fetch(**({"id": f"x{index + 1}", "look": 1, "asked": row["url"], "at": AT, "seconds": 0.1} | row))
    for timing in table.get("timing", ()):
        for device in Device:
            for run in range(1, timing.get("runs", 3) + 1):
                plain = {key: value for key, value in timing.items() if key != "runs"}
                plain |= {"role": Role(timing["role"]), "device": device, "run": run}
                yield Timing(**({"look": 1, "at": AT, "url": SHOP, "ok": True} | plain))
    for value in table.get("past", ()):
        yield Past(**({"at": AT} | value))
