"""First words of articles in a list of them, cut short: the article itself tells the whole, under its own name."""

from __future__ import annotations

from itertools import islice

from crawler.site import Site
from crawler.urls import page_identity
from crawler.vocabulary import LANDED
from probes.text.remember import per_site, per_text

_CUT = ("...", "…")
_LEAST = 20  # letters of an excerpt that begins no other text by chance
_MOST = 40  # excerpts of a page that are looked for
_LENGTH = 400  # letters of each
_READ = 40_000  # letters of a page that may be the article


@per_site
def find_excerpts(site: Site) -> frozenset[str]:
    """Lines without blanks that end in dots and are told whole on another page."""
    pages = {page_identity(view.url): view for view in site.views if view.state == LANDED}
    whole = {place: _whole_text(view.text) for place, view in pages.items()}
    return frozenset(
        line
        for place, view in pages.items()
        for line in islice(_cut_lines(view.text), _MOST)
        if any(line.rstrip(".…") in text for other, text in whole.items() if other != place)
    )


@per_text
def _whole_text(text: str) -> str:
    """The page's words without blanks, but for lines that are cut short themselves."""
    return "".join("".join(line.split()) for line in text.split("\n") if not line.rstrip().endswith(_CUT))[:_READ]


@per_text
def _cut_lines(text: str) -> tuple[str, ...]:
    lines = ("".join(line.split()) for line in text.split("\n") if line.rstrip().endswith(_CUT))
    return tuple(line for line in lines if _LEAST <= len(line) <= _LENGTH)
