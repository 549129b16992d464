"""First words of articles in a list of them, cut short: the article itself tells the whole, under its own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site
from crawler.urls import page_identity
from crawler.vocabulary import LANDED
from probes.schema.reading_table import Whole
from probes.text.remember import per_site, per_text


@dataclass(frozen=True, slots=True)
class ExcerptsTable:
    """The file excerpts.toml."""

    limits: Whole[Literal["least", "most", "all", "length", "read"]]


FILE = SettingsFile("probes.pages.main", "excerpts.toml", ExcerptsTable)
_LIMITS = FILE.load().limits
_CUT = ("...", "…")


@per_site
def find_excerpts(site: Site) -> frozenset[str]:
    """Lines without blanks that end in dots and are told whole on another page."""
    pages = {page_identity(view.url): view for view in site.views if view.state == LANDED}
    whole = {place: _whole_text(view.text) for place, view in pages.items()}
    cut: dict[str, set[str]] = {}  # line → the pages that show it
    for place, view in pages.items():
        for line in islice(_cut_lines(view.text), _LIMITS["most"]):
            cut.setdefault(line, set()).add(place)
    looked_for = islice(cut.items(), _LIMITS["all"])  # a hostile shop may have any number
    return frozenset(line for line, places in looked_for if _is_told(line.rstrip(".…"), places, whole))


def _is_told(said: str, places: set[str], whole: Mapping[str, str]) -> bool:
    """Whether a page tells those words whole, other than the only one that shows them cut short."""
    return any(said in text for place, text in whole.items() if places != {place})


@per_text
def _whole_text(text: str) -> str:
    """The page's words without blanks, but for lines that are cut short themselves."""
    return "".join("".join(line.split()) for line in text.split("\n") if not line.rstrip().endswith(_CUT))[
        : _LIMITS["read"]
    ]


@per_text
def _cut_lines(text: str) -> tuple[str, ...]:
    lines = ("".join(line.split()) for line in text.split("\n") if line.rstrip().endswith(_CUT))
    return tuple(line for line in lines if _LIMITS["least"] <= len(line) <= _LIMITS["length"])
