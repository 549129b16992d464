"""Layouts: parts of pages as shops build them, links, pictures and fields and not words alone, each on an otherwise plain page and read.

They were written from a check's question alone. As of passages, words and patterns may be mended by one half; the other is told in rates
alone. In layouts/*.toml a line is a block of the page; in it ``[words](address)`` is a link, ``([words])`` a button, ``?[words]`` a
field to write in, ``![words](file)`` a picture with its alternative text, ``!{words}(file)`` a picture on which words are read, and ``#`` heads
a block that is a heading. ``=== ROLE STATE`` begins another page. ``python -m tests.eval.recall.layouts CHECK ...`` prints what is missed of
the half that may be looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.site import Site, View
from crawler.vocabulary import LANDED, Region, Role
from probes.finding import Answer, Outcome
from tests.cases import build
from tests.eval.recall.sample import SOURCES, Sample, Source
from tests.eval.recall.wordings import frame, judge_one, shop_of

FOLDER = Path(__file__).with_name("layouts")
_MADE: dict[str, Any] = SOURCES["layouts"]
_PIECE = re.compile(
    r"\[(?P<link>(?:!\[[^\]]*\]\([^)]*\)|[^\[\]])*)\]\((?P<href>[^)]+)\)"
    r"|\(\[(?P<button>(?:!\[[^\]]*\]\([^)]*\)|[^\[\]])*)\](?:\([^)]*\))?\)"
    r"|\?\[(?P<field>[^\]]*)\]"
    r"|!\[(?P<alt>[^\]]*)\]\((?P<drawn>[^)]*)\)"
    r"|!\{(?P<read>[^}]*)\}\((?P<shown>[^)]*)\)"
)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages by which a careful reader answers ``check`` yes; ``sells`` are the sectors that the shop is known to sell in.

    ``also`` are pages that bear the same footer as home.
    """

    check: str
    text: str
    page: Role
    region: Region
    sells: tuple[str, ...] = ()
    also: tuple[Role, ...] = ()

    @property
    def unseen(self) -> bool:
        """Is it of the half by which no word may be mended? By its text alone, so that it stays there when others are added."""
        return bool(hashlib.sha256(self.text.strip().encode()).digest()[-1] % 2)


@cache
def layouts() -> tuple[Layout, ...]:
    """All of them, in the order of the files."""
    found: list[Layout] = []
    for file in sorted(FOLDER.glob("*.toml")):
        raw: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        for group in raw["pages"]:
            role, region = Role(group.get("page", Role.HOME)), Region(group.get("region", Region.FOOTER))
            for letter in group["shows"].split():
                found += [
                    Layout(
                        raw["checks"][letter],
                        text,
                        role,
                        region,
                        tuple(group.get("sells", ())),
                        tuple(map(Role, group.get("also", ()))),
                    )
                    for text in group["says"]
                ]
    return tuple(found)


def build_shop(layout: Layout) -> Site:
    """A shop of those pages, to which nothing else belongs; its home page is plain where the layout has none."""
    written = layout.text.replace("{clauses}", _MADE["clauses"].strip())
    written = written.replace("{credit}", _MADE["credit"][len(layout.text) % len(_MADE["credit"])])
    parts = re.split(r"^=== (\S+) ?(\S*)\n", written.strip("\n") + "\n", flags=re.MULTILINE)
    named = list(zip(parts[1::3], parts[2::3], parts[3::3], strict=True))
    pages = [(layout.page, LANDED, parts[0])] if parts[0].strip() else []
    pages += [(Role(role), state or LANDED, text) for role, state, text in named]
    views = [
        _view(role, state, text, layout.region if role is Role.HOME else Region.MAIN) for role, state, text in pages
    ]
    views += [_view(role, LANDED, parts[0], layout.region) for role in layout.also]
    if not any(view.role is Role.HOME for view in views):
        views.insert(0, frame(Role.HOME))
    site = shop_of(layout.check, *views)
    profile: dict[str, Any] = dict.fromkeys(layout.sells, True)
    return build.site(*site.views, *site.gaps, **profile)


def read_layout(layout: Layout) -> Answer:
    """What its check says of that shop."""
    return judge_one(layout.check, build_shop(layout))


def read_layouts() -> Iterator[Sample]:
    """Each layout; those by which words may be mended count as written for the check. A share guessed by absence is a miss too."""
    for layout in layouts():
        answer = read_layout(layout)
        claimed = answer.outcome is Outcome.NO or (answer.by_absence and answer.outcome is not Outcome.NOT_SEEN)
        found = True if answer.outcome is Outcome.YES else False if claimed else None
        source = Source.PASSAGES if layout.unseen else Source.MENDED
        yield Sample(f"checks.{layout.check}", source, layout.text.strip(), found)


def _view(role: Role, state: str, text: str, region: Region) -> View:
    """The page: on home between the lines of a plain one, elsewhere alone."""
    lines = [line for line in text.split("\n") if line.strip()]
    plain = frame(Role.HOME).text.split("\n") if role is Role.HOME else []
    pieces: list[dict[str, Any]] = [{"text": line, "region": Region.MAIN} for line in plain]
    for line in lines:
        pieces += _block(line.strip(), region, len(pieces))
    shown = [*plain, *("".join(said for said, _ in _pieces(line.strip())) for line in lines)]
    title = _MADE["titles"].get(role, "") or frame(Role.HOME).title
    return build.view(role, "\n".join(line for line in shown if line.strip()), pieces, state=state, title=title)


def _block(line: str, region: Region, id: int) -> Iterator[dict[str, Any]]:
    """The block and the pieces in it, in the order of the page."""
    heading = 1 if line.startswith("# ") else 0
    found = list(_pieces(line))
    own = "".join(said for said, made in found if made is None)
    tag = "h1" if heading else "p"
    yield {
        "tag": tag,
        "text": "".join(said for said, _ in found),
        "own": own,
        "region": region,
        "heading": heading,
    }
    for said, made in found:
        if made is not None:
            picture = made.pop("within", None)
            yield {"text": said, "region": region, "parent": id} | made
            if picture is not None:
                yield picture | {"region": region, "parent": id}


def _pieces(line: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """What stands in a line: words with what they are, None where they are plain text."""
    line = line.removeprefix("# ")
    at = 0
    for match in _PIECE.finditer(line):
        if match.start() > at:
            yield line[at : match.start()], None
        at = match.end()
        yield _piece(match)
    if at < len(line):
        yield line[at:], None


def _piece(match: re.Match[str]) -> tuple[str, dict[str, Any]]:
    if match["link"] is not None or match["button"] is not None:
        said = match["link"] if match["link"] is not None else match["button"]
        picture = _PICTURE.search(said)
        made: dict[str, Any] = (
            {"href": match["href"]}
            if match["link"] is not None
            else {"tag": "button", "role": "button", "clickable": True}
        )
        if picture is not None:
            made |= {"name": picture[1], "within": {"name": picture[1], "image": picture[2]}}
        return _PICTURE.sub("", said).strip(), made
    if match["field"] is not None:
        return "", {"input_type": "text", "name": match["field"], "clickable": True}
    if match["alt"] is not None:
        return "", {"image": match["drawn"], "name": match["alt"]}
    return "", {
        "image": match["shown"],
        "ocr": match["read"],
        "ocr_confidence": _MADE["sure"],
        "natural_w": 400,
        "natural_h": 200,
        "box": (20, 900, 400, 200),
    }


def main(argv: list[str] | None = None) -> int:
    """0."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.recall.layouts", description=__doc__)
    parser.add_argument("checks", nargs="*", help="ids or prefixes of them; all where none is named")
    chosen = parser.parse_args(argv)
    counts: dict[tuple[str, bool], list[Outcome]] = {}
    for layout in layouts():
        if chosen.checks and not any(layout.check.startswith(one) for one in chosen.checks):
            continue
        answer = read_layout(layout)
        counts.setdefault((layout.check, layout.unseen), []).append(answer.outcome)
        if answer.outcome is not Outcome.YES and not layout.unseen:
            print(f"{layout.check} {answer.outcome} {answer.because.zh}: {layout.text.strip()!r}")
    for (check, unseen), told in sorted(counts.items()):
        print(f"{check} {'unseen' if unseen else 'dev'}: {told.count(Outcome.YES)} of {len(told)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
