"""Names of pages and sentences, written without a look at the product's words, put on plain pages and read."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.links import role_links
from crawler.site import Site, View
from crawler.vocabulary import LANDED, GapReason, Role
from probes.finding import Answer
from probes.run import judge_site
from tests.cases import build
from tests.eval.recall.sample import SOURCES, Sample, Source, heard_samples, hit, subject_of
from tests.eval.table import checks

HERE = Path(__file__).parent
_NAMED: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
NAMES, ENTRIES = _NAMED["roles"], _NAMED["entries"]
_MORE: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "entry_labels.toml").read_text("utf-8"))
_LABELS: tuple[dict[str, list[str]], ...] = tuple(
    tomllib.loads((HERE / name).read_text("utf-8"))["roles"]
    for name in ("foot_labels.toml", "shop_labels.toml", "cart_labels.toml", "more_cart_labels.toml")
)
WORDINGS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "wordings.toml").read_text("utf-8"))["checks"]


def names() -> Iterator[Sample]:
    """Each name as a page's only link: whether it leads to a page of its role, and whether entry checks see the entry."""
    for source, roles, entries in _lists():
        for role, said in roles.items():
            for name in said:
                home = _linked(name, "footer")
                found = bool(role_links.find_leads(home, [Role(role)])[Role(role)])
                yield Sample(f"roles.{role}", source, name, found)
                for id in SOURCES["entries"].get(role, ()):
                    yield Sample(f"checks.{id}", source, name, hit(ask(id, home)))
        for id, said in entries.items():
            yield from (Sample(f"checks.{id}", source, name, hit(ask(id, _linked(name, "header")))) for name in said)


def _lists() -> Iterator[tuple[Source, Mapping[str, Iterable[str]], Mapping[str, Iterable[str]]]]:
    """The names by whether words may be mended by them."""
    yield Source.NAMES, NAMES, ENTRIES
    for mended, source in ((False, Source.NAMES), (True, Source.MENDED)):
        yield source, _half(_MORE["roles"], mended), _half(_MORE["entries"], mended)
        yield from ((source, _half(labels, mended), {}) for labels in _LABELS)


def _half(lists: Mapping[str, Iterable[str]], mended: bool) -> dict[str, list[str]]:
    return {key: [text for text in said if may_mend(text) is mended] for key, said in lists.items()}


def may_mend(label: str) -> bool:
    """Is it of the half by which words may be mended? By the label alone, so that it stays there when others are added."""
    return not hashlib.sha256(label.encode()).digest()[-1] % 2


def _linked(name: str, region: str) -> View:
    return build.view(Role.HOME, None, [{"text": name, "href": "/p/7", "region": region}])


def sentences() -> Iterator[Sample]:
    """Each sentence on a page that else says nothing of the matter. Raises ValueError where that page alone is no NO by absence."""
    for id, wording in WORDINGS.items():
        role = Role(wording["page"])
        if hit(ask(id, *_page(role, ""))) is not False:
            raise ValueError(f"{id}: the page without the sentence does not lack it")
        for said in wording["says"]:
            site = shop_of(id, *_page(role, said, wording.get("link", "")))
            answer = judge_one(id, site)
            yield Sample(subject_of(checks()[id], site), Source.WORDINGS, said, hit(answer))
            yield from heard_samples(checks()[id], site, Source.WORDINGS, said, answer)


def ask(id: str, *views: View) -> Answer:
    """What that check says of a shop of these pages, to which nothing else belongs."""
    return judge_one(id, shop_of(id, *views))


def shop_of(id: str, *views: View) -> Site:
    """A shop of these pages, all of whose others that the check reads are not offered."""
    check = checks()[id]
    there = {(view.role, view.state) for view in views}
    places = {(role, LANDED) for role in Role} | {(need.role, need.state) for need in check.probe.reads}
    gaps = (build.gap(role, GapReason.NOT_OFFERED, state=state) for role, state in sorted(places - there))
    whole = sum(view.role is Role.PRODUCT for view in views)  # its catalogue is what is given of it
    return dataclasses.replace(build.site(*views, *gaps), environment={"sample_whole": str(whole)} if whole else {})


def judge_one(id: str, site: Site) -> Answer:
    """What that check says of the shop on its first device."""
    return judge_site((checks()[id],), site, strict=True)[0].answer


@lru_cache(maxsize=256)
def frame(role: Role, said: str = "", link: str = "") -> View:
    """A plain page of that role with a sentence on it, which leads to ``link`` if one is given ({digits} = the digits of the sentence).

    The same words give the same object, which a judging reads once.
    """
    raw = SOURCES["frames"][role]
    text = raw["text"].replace("{said}", said).strip()
    href = link.replace("{digits}", "".join(text for text in said if text.isdecimal()))
    lines = [line for line in text.split("\n") if line]
    pieces: list[dict[str, Any]] = [
        {"text": line} | ({"href": href} if href and line == said else {}) for line in lines
    ]
    return build.view(role, text, pieces, title=raw["title"])


def _page(role: Role, said: str, link: str = "") -> tuple[View, ...]:
    page = frame(role, said, link)
    return (page,) if role is Role.HOME else (frame(Role.HOME), page)
