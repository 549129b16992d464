"""Titles of honesty or credit, which are not counted as honours, and sentences that may tell of one more honour in other words."""

from __future__ import annotations

import re

from crawler.site import Site, View
from probes.pages.absence.several import searched_views
from probes.pages.operator.honours import FILE, ROLES
from probes.pages.rules.policy import pattern
from probes.text.normalise import lower_text, normalise_text
from probes.text.remember import per_line, per_site

_DATA = FILE.load()
_NEVER, _SOUNDS = pattern(tuple(_DATA.words["never"])), pattern(tuple(_DATA.words["sounds"]))
_TITLES, _OTHERS, _UNDONE = (pattern(tuple(_DATA.words[name])) for name in ("uncounted", "others", "undone"))
_LINE = _DATA.limits["line"]
_PIECE = re.compile(r"[^。！？!?；;\n]+")
_YEAR = re.compile(r"20[0-9]{2}")


@per_site
def find_uncounted_title(site: Site) -> tuple[View, str] | None:
    """The first line that shows such a title with its year, as it stands; None without one."""
    for view in searched_views(site, ROLES)[0]:
        for match in _PIECE.finditer(view.text):
            said = " ".join(match.group().split())
            if len(said) <= _LINE and _YEAR.search(said) and _shows_title(said):
                return view, said
    return None


def _shows_title(said: str) -> bool:
    clean = lower_text(normalise_text(said).text)
    return bool(_TITLES.search(clean)) and not _OTHERS.search(clean) and not _UNDONE.search(clean)


@per_line
def sounds_like_item(said: str) -> bool:
    """Whether a sentence may tell of an item whose name no table knows (挂着商务局给的匾)."""
    clean = lower_text(normalise_text(said).text)
    return bool(_SOUNDS.search(clean)) and not any(words.search(clean) for words in (_NEVER, _OTHERS, _UNDONE))
