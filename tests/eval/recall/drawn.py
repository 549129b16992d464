"""Parts of pages as shops draw them, put on whole pages that a browser opens: buttons, entries, boxes to tick, scores and texts.

In drawn/*.toml a series is pages of one role. A frame names slots in braces; a slot holds the parts that stand there, by the checks
that a careful reader answers yes by them (``says``) or might wrongly (``lacks``). Page number i bears the i-th part of each slot and
the frames in turn, so a part is opened once. They were written from the checks' questions alone; as of passages, words and readers may be
mended by one half, the other is told in rates alone. ``python -m tests.eval.recall.drawn CHECK ...`` prints what is read wrongly of the half
that may be looked at, and the rates of both.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome
from tests.eval.read import LabelledPage, Seen, look_at
from tests.eval.recall.sample import SOURCES, Sample, Source, heard_samples, hit, subject_of
from tests.eval.recall.wordings import frame, judge_one, shop_of
from tests.eval.table import checks

HERE = Path(__file__).with_name("drawn")
_ASKING = {
    Role.LOGIN: "登录",
    Role.REGISTER: "注册",
}  # a page that asks who one is is a wall where a home page is looked for
FOLDER = "drawn"
_PICTURE = (
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHdpZHRoPSc4JyBoZWlnaHQ9JzgnPjxyZWN0"
    "IHdpZHRoPSc4JyBoZWlnaHQ9JzgnIGZpbGw9JyNjOWQ3YzInLz48L3N2Zz4="
)
_CLAUSES: str = SOURCES["layouts"]["clauses"].strip()
_CREDIT: list[str] = SOURCES["layouts"]["credit"]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of a page by which a careful reader answers ``checks`` yes (``says``), or which only seems to be one."""

    slot: str
    checks: tuple[str, ...]
    html: str
    says: bool

    @property
    def unseen(self) -> bool:
        """Is it of the half by which nothing may be mended? By its text alone, so that it stays there when others are added."""
        return bool(hashlib.sha256(self.html.encode()).digest()[-1] % 2)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A whole document of that role and the parts on it."""

    name: str
    role: Role
    html: str
    parts: tuple[DrawnPart, ...]


@cache
def drawn_pages() -> tuple[DrawnPage, ...]:
    """All pages, in the order of the files."""
    found: list[DrawnPage] = []
    for file in sorted(HERE.glob("*.toml")):
        for number, series in enumerate(tomllib.loads(file.read_text("utf-8"))["series"]):
            slots = [_parts(slot) for slot in series["slots"]]
            empty = {slot["name"]: "" for slot in series["slots"]}
            for index, row in enumerate(zip_longest(*slots)):
                parts = tuple(part for part in row if part is not None)
                html = series["frames"][index % len(series["frames"])]
                for name, said in (empty | {part.slot: part.html for part in parts}).items():
                    html = html.replace(f"{{{name}}}", said)
                name = f"drawn-{file.stem}-{number}-{index:02}"
                found.append(DrawnPage(name, Role(series["page"]), _whole(html, index), parts))
    return tuple(found)


def _parts(slot: Mapping[str, Any]) -> list[DrawnPart]:
    return [
        DrawnPart(slot["name"], tuple(slot["checks"]), html, kind == "says")
        for kind in ("says", "lacks")
        for html in slot[kind]
    ]


def _whole(html: str, index: int) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in _CLAUSES.split("\n"))
    for name, said in (
        ("clauses", paragraphs),
        ("lines", "<br>".join(_CLAUSES.split("\n"))),
        ("plain", _CLAUSES),
        ("credit", _CREDIT[index % len(_CREDIT)]),
        ("picture", _PICTURE),
    ):
        html = html.replace(f"{{{name}}}", said)
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>示例商城</title><body>{html}</body></html>'


def look_at_drawn(cache: Path, stale: bool, say: Callable[[str], None]) -> dict[str, Seen]:
    """What each page showed, by its name. Raises NoBrowser."""
    folder = cache / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = []
    for page in drawn_pages():
        (folder / f"{page.name}.html").write_text(page.html, "utf-8")
        if page.role in _ASKING:
            (folder / f"{page.name}.home.html").write_text(_before(page), "utf-8")
            wants = (Role.HOME, page.role)
            wanted.append(LabelledPage(page.name, "drawn", f"/{page.name}.home.html", folder, {}, wants))
        else:
            wanted.append(LabelledPage(page.name, "drawn", f"/{page.name}.html", folder, {}))
    return look_at(wanted, cache, stale, say)


def _before(page: DrawnPage) -> str:
    """A home page that leads to that page and bears its hash, as the page itself is no part of what is looked up by its content."""
    made = hashlib.sha256(page.html.encode()).hexdigest()
    return _whole(
        f'<h1>示例商城</h1><p>今日上新：秋茶、山核桃、瓷杯</p><a href="/{page.name}.html">{_ASKING[page.role]}</a><!-- {made} -->',
        0,
    )


def _shown(page: DrawnPage, seen: Seen) -> View | None:
    """The page as it was seen; None where it was not."""
    if page.role in _ASKING:
        return next((view for view in seen.views if view.role is page.role), None)
    return seen.views[-1] if seen.views else None


def build_shop(check: str, page: DrawnPage, seen: Seen) -> Site:
    """A shop of that page, to which nothing else belongs; its home page is plain where the page is none. Raises LookupError where it was not seen."""
    shown = _shown(page, seen)
    if shown is None:
        raise LookupError(page.name)
    view = dataclasses.replace(shown, role=page.role)
    parts = urlsplit(view.url)
    origin = f"{parts.scheme}://{parts.netloc}/"
    views = (view,) if page.role is Role.HOME else (dataclasses.replace(frame(Role.HOME), url=origin), view)
    return dataclasses.replace(shop_of(check, *views), platform=Platform(origin, "示例商城", {}))


def read_parts(seen: Mapping[str, Seen]) -> Iterator[tuple[DrawnPart, str, Site, Answer]]:
    """Each part with each of its checks, the shop and what is said of it; ``seen`` are the pages as they were frozen."""
    for page in drawn_pages():
        if _shown(page, seen[page.name]) is None:
            continue
        for part in page.parts:
            for check in part.checks:
                site = build_shop(check, page, seen[page.name])
                yield part, check, site, judge_one(check, site)


def drawn_samples(seen: Mapping[str, Seen]) -> Iterator[Sample]:
    """Each part that says the thing; those by which readers may be mended count as written for the check."""
    for part, id, site, answer in read_parts(seen):
        if part.says:
            source = Source.DRAWN if part.unseen else Source.DRAWN_MENDED
            yield Sample(subject_of(checks()[id], site), source, part.html, hit(answer))
            yield from heard_samples(checks()[id], site, source, part.html, answer)


def print_rates(seen: Mapping[str, Seen], asked: tuple[str, ...]) -> None:
    """What is read wrongly of the dev halves, and the rates of both."""
    told: dict[tuple[str, bool, bool], list[Outcome]] = {}
    for part, id, _, answer in read_parts(seen):
        if asked and not any(id.startswith(one) for one in asked):
            continue
        told.setdefault((id, part.says, part.unseen), []).append(answer.outcome)
        if not part.unseen and (answer.outcome is Outcome.YES) is not part.says:
            kind = "MISSED" if part.says else "WRONG YES"
            print(f"{id} {kind} {answer.outcome} {answer.because.zh}: {part.html!r}")
            if not part.says:
                print(f"    quoted: {[one.quote for one in answer.evidence]}")
    for (id, says, unseen), outcomes in sorted(told.items()):
        half, kind = "unseen" if unseen else "dev", "says" if says else "lacks"
        yes, no = outcomes.count(Outcome.YES), outcomes.count(Outcome.NO)
        print(f"{id} {half} {kind}: yes {yes}, no {no}, of {len(outcomes)}")


def main(argv: list[str] | None = None) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.recall.drawn", description=__doc__)
    parser.add_argument("checks", nargs="*", help="ids or prefixes of them; all where none is named")
    parser.add_argument("--cache", type=Path, help="keep frozen pages here, so that the next run only judges")
    parser.add_argument(
        "--stale", action="store_true", help="judge kept pages though the sources that look have changed"
    )
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="xuncha-drawn-") as temporary:
        seen = look_at_drawn(chosen.cache or Path(temporary), chosen.stale, lambda line: print(line, file=sys.stderr))
    print_rates(seen, tuple(chosen.checks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
