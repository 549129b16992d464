"""Names of pages and sentences, written without a look at the product's words, put on plain pages and read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler import discover
from crawler.site import View
from crawler.vocabulary import LANDED, GapReason, Role
from probes.finding import Answer
from probes.run import judge
from tests.cases import build
from tests.eval.recall.sample import SOURCES, Sample, Source, hit
from tests.eval.table import checks

HERE = Path(__file__).parent
_NAMED: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
NAMES, ENTRIES = _NAMED["roles"], _NAMED["entries"]
WORDINGS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "wordings.toml").read_text("utf-8"))["checks"]


def names() -> Iterator[Sample]:
    """Each name as a page's only link: whether it leads to a page of its role, and whether entry checks see the entry."""
    for role, said in NAMES.items():
        for name in said:
            home = _linked(name, "footer")
            found = bool(discover.leads(home, [Role(role)])[Role(role)])
            yield Sample(f"roles.{role}", Source.NAMES, name, found)
            for id in SOURCES["entries"].get(role, ()):
                yield Sample(f"checks.{id}", Source.NAMES, name, hit(ask(id, home)))
    for id, said in ENTRIES.items():
        yield from (Sample(f"checks.{id}", Source.NAMES, name, hit(ask(id, _linked(name, "header")))) for name in said)


def _linked(name: str, region: str) -> View:
    return build.view(Role.HOME, None, [{"text": name, "href": "/p/7", "region": region}])


def sentences() -> Iterator[Sample]:
    """Each sentence on a page that else says nothing of the matter. Raises ValueError where that page alone is no NO by absence."""
    for id, wording in WORDINGS.items():
        role = Role(wording["page"])
        if hit(ask(id, *_page(role, ""))) is not False:
            raise ValueError(f"{id}: the page without the sentence does not lack it")
        for said in wording["says"]:
            yield Sample(
                f"checks.{id}", Source.WORDINGS, said, hit(ask(id, *_page(role, said, wording.get("link", ""))))
            )


def ask(id: str, *views: View) -> Answer:
    """What that check says of a shop of these pages, to which nothing else belongs."""
    check = checks()[id]
    there = {(view.role, view.state) for view in views}
    places = {(role, LANDED) for role in Role} | {(need.role, need.state) for need in check.probe.reads}
    gaps = (build.gap(role, GapReason.NOT_OFFERED, state=state) for role, state in sorted(places - there))
    return judge((check,), build.site(*views, *gaps), strict=True)[0].answer


def frame(role: Role, said: str = "", link: str = "") -> View:
    """A plain page of that role with a sentence on it, which leads to ``link`` if one is given ({digits} = the digits of the sentence)."""
    raw = SOURCES["frames"][role]
    text = raw["text"].replace("{said}", said).strip()
    href = link.replace("{digits}", "".join(each for each in said if each.isdecimal()))
    lines = [line for line in text.split("\n") if line]
    pieces: list[dict[str, Any]] = [
        {"text": line} | ({"href": href} if href and line == said else {}) for line in lines
    ]
    return build.view(role, text, pieces, title=raw["title"])


def _page(role: Role, said: str, link: str = "") -> tuple[View, ...]:
    page = frame(role, said, link)
    return (page,) if role is Role.HOME else (frame(Role.HOME), page)
