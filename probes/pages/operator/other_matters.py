"""What pages on other matters state of a thing that none of its own pages does: no absence, but a question to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.site import Site
from crawler.table_builder import EveryKey
from crawler.vocabulary import LANDED, Role
from probes.finding import Answer
from probes.pages.operator.doubted_source import doubt_source
from probes.probe import Check, Need
from probes.text.remember import per_site_and, refile_view, replace_views


@dataclass(frozen=True, slots=True)
class OtherMattersTable:
    """The file other_matters.toml."""

    roles: tuple[Role, ...]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.operator", "other_matters.toml", OtherMattersTable)
_DATA = FILE.load()
_WORDS = _DATA.words
_ROLES = frozenset(_DATA.roles)


def file_other_matters(surface: Site, reads: Iterable[Need]) -> Site | None:
    """The surface with its pages on other matters filed beside those that are read; None where there are none, or nothing to file them under."""
    own = tuple(dict.fromkeys(need.role for need in reads if need.state == LANDED))
    first = next((role for role in own if role in _ROLES), None)
    return None if first is None else _filed(surface, (first, own))


@per_site_and
def _filed(surface: Site, under: tuple[Role, tuple[Role, ...]]) -> Site | None:
    first, own = under
    more = tuple(
        refile_view(view, first)
        for view in surface.views
        if view.role in _ROLES and view.role not in own and view.state == LANDED
    )
    return replace_views(surface, (*surface.views, *more)) if more else None


def doubt_matter(check: Check, answer: Answer) -> Answer:
    """An answer that such a page alone gives, as a question to a person."""
    return doubt_source(answer, _WORDS, answer.question or check.question)
