"""Texts on a shop's site that are written in the name of another platform: a template brought them along, and nobody changed the name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.table_builder import EveryKey, Setting
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.pages.operator.doubted_source import doubt_source
from probes.pages.rules.brands import brand_named
from probes.text.normalise import fold_text
from probes.text.remember import per_site, per_view
from probes.text.strangers import BRANDS


@dataclass(frozen=True, slots=True)
class StrangePapersTable:
    """The file strange_papers.toml."""

    times: Annotated[int, Setting("how often another platform's name stands in such a text, at least")]
    spread: Annotated[int, Setting("characters of it to one such name, at most")]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.operator", "strange_papers.toml", StrangePapersTable)
_DATA = FILE.load()
_NAMES = re.compile("|".join(map(re.escape, BRANDS.load().brands)))


@per_view
def name_stranger(view: View) -> str:
    """The other platform in whose name a page of no known role is written, or "": its name stands there again and again."""
    if view.role is not Role.OTHER:
        return ""
    said = fold_text(view.text)
    counted = Counter(_NAMES.findall(said)).most_common(1)
    name, times = counted[0] if counted else ("", 0)
    return name if times >= _DATA.times and times * _DATA.spread >= len(said) else ""


@per_site
def find_strange_papers(surface: Site) -> Mapping[str, str]:
    """The name of that platform, by the ids of such pages; none where the shop calls itself so."""
    own = fold_text("\n".join(f"{view.title}\n{view.text}" for view in surface.all(Role.HOME)))
    named = ((view.id, name_stranger(view)) for view in surface.views)
    return {id: name for id, name in named if name and name not in own and brand_named(name, surface.platform)}


def doubt_stranger(answer: Answer, name: str) -> Answer:
    """An answer that such a text alone gives, as a question to a person; a doubt as it is."""
    words = {key: said.format(because="{because}", name=name) for key, said in _DATA.words.items()}
    return doubt_source(answer, words)
