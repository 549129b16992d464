"""The headings of a page as its markup gives them, under which others each stands, and the parts of a page that they head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from crawler.links.role_links import RULES, names_role
from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.spelling import plain_words
from crawler.table_builder import EveryKey
from crawler.vocabulary import LANDED, Region, Role
from probes.schema.reading_table import Whole
from probes.text.normalise import fold_text
from probes.text.remember import per_site, per_view, replace_views, reword_view
from probes.text.shown import list_seen


@dataclass(frozen=True, slots=True)
class HeadingsTable:
    """The file headings.toml."""

    limits: Whole[Literal["longest", "parts", "holds", "told"]]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.main", "headings.toml", HeadingsTable)
_LIMITS = FILE.load().limits
WORDS = FILE.load().words  # said of what stands in another part of its page
_OWN = frozenset({Region.MAIN, Region.DIALOG})


@per_view
def headings_above(view: View) -> Mapping[str, str]:
    """Each heading (folded) with the headings above it, one a line; a heading repeated under several has them all."""
    found: dict[str, str] = {}
    path: list[tuple[int, str]] = []
    for element in list_seen(view.elements):
        if not element.heading:  # most lines are none
            continue
        said = fold_text(element.text).strip()
        if not 0 < len(said) <= _LIMITS["longest"]:
            continue
        path = [(level, text) for level, text in path if level < element.heading]
        over = "\n".join(text for _, text in path)
        known = found.get(said)
        found[said] = over if not known or known == over else f"{known}\n{over}"[:400]
        path.append((element.heading, said))
    return MappingProxyType(found)


@per_site
def part_surface(site: Site) -> Site:
    """The surface with each page that an entry leads to by the name of one of its parts cut to that part.

    A help centre may be one page of many parts: whichever entry leads there, all of them are seen, and a sentence on
    reviews is none on delivery for being reached by 配送与验收. The first of its headings may be the title of all that
    follows, and the help centre's own view is left whole.
    """
    return replace_views(site, map(_cut_to_part, site.views))


@per_view
def _cut_to_part(view: View) -> View:
    if view.state != LANDED or view.role in (Role.HOME, Role.HELP) or not view.path:
        return view
    parts = _headed_parts(view)
    named = _part_named(view, parts) if len(parts) >= _LIMITS["parts"] else ""
    return reword_view(view, _text_of(view, named)) if named else view


@per_view
def _headed_parts(view: View) -> tuple[str, ...]:
    """The headings of the level that most headings in the page's own part have, without blanks; none where they lead elsewhere."""
    levels: dict[int, list[str]] = defaultdict(list)
    for element in list_seen(view.elements):
        said = "".join(element.text.split())
        if element.heading and not element.href and element.region in _OWN and 0 < len(said) <= _LIMITS["longest"]:
            levels[element.heading].append(said)
    most: list[str] = max(levels.values(), key=len, default=[])
    return tuple(most)


def _part_named(view: View, parts: tuple[str, ...]) -> str:
    """The part whose name the entry to the page bears; empty where it names none, several or the first of them."""
    label = "".join(view.path[-1].split()).lstrip("?!·>»›")
    named = [part for part in parts if part == label] or [
        part for part in parts if len(label) >= _LIMITS["holds"] and label in part
    ]
    return named[0] if len(named) == 1 and named[0] != parts[0] else ""


def _text_of(view: View, named: str) -> str:
    """The lines of that part, and of those whose names are of the page's role; all of the text where it says too little."""
    parts = frozenset(_headed_parts(view))  # a hostile page may have any number of headings and lines
    kept: dict[str, list[str]] = {}
    at = ""
    for line in view.text.split("\n"):
        said = "".join(line.split())
        if said in parts:
            at = said
            kept[at] = []  # the last of that name: a list of the parts stands above them
        if at:
            kept[at].append(line)
    named_too = (part for part in kept if view.role in RULES and names_role(view.role, plain_words(part)))
    told = frozenset({named, *named_too})
    if sum(map(len, kept.get(named, ()))) < _LIMITS["told"]:
        return view.text
    return "\n".join(line for part in kept if part in told for line in kept[part])
