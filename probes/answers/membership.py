"""What a shop says of its buyers' membership programme; accounts of merchants or staff, or 会员 for any registered user, do not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.labels import find_label_lines, find_labelled
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure
from probes.pages.absence.several import not_found, searched_views
from probes.pages.rules.policy import LineKind, list_headed_lines, pattern
from probes.probe import Need
from probes.schema.reading_table import Texts, Words
from probes.text.normalise import fold_text


@dataclass(frozen=True, slots=True)
class MembershipTable:
    """The file membership.toml."""

    words: Words[Literal["member", "programme", "never"]]
    patterns: Texts[Literal["points"]]


FILE = SettingsFile("probes.answers", "membership.toml", MembershipTable)
_DATA = FILE.load()
_POINTS = re.compile(_DATA.patterns["points"])
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.words.items()}
ROLES = (Role.MEMBER, Role.HOME, Role.HELP)
READS = (Need(Role.HOME), Need(Role.MEMBER, required=False), Need(Role.HELP, required=False))
_QUESTION = Text(
    "平台是否有面向消费者的会员制？若没有，本条是否不适用？",
    "Has the platform a membership for buyers at all? If not, does the item not apply?",
)


def membership_sentences(site: Site, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[tuple[View, str]]:
    """Sentences and short lines on membership with one of the words: any on the membership page, elsewhere those that name it.

    A line that only asks (生日礼在哪里领？) says nothing.
    """
    about = pattern(_WORDS["member"])
    for view in searched_views(site, ROLES)[0]:
        for line in find_label_lines(view, words, never + _WORDS["never"]):
            folded = fold_text(line)
            if not folded.endswith("?") and (view.role is Role.MEMBER or about.search(folded)):
                yield view, line


def sentences_below(site: Site, under: tuple[str, ...], words: tuple[str, ...]) -> Iterator[tuple[View, str]]:
    """Lines with one of the words that stand below a heading with one of ``under``, or with the shop's own name of its points."""
    heads, stated = pattern(under), pattern(words)
    for view in searched_views(site, ROLES)[0]:
        named = _POINTS.findall(fold_text(view.text))
        for line, heading, kind in list_headed_lines(view.text):
            if kind is LineKind.HEADING or not (heads.search(heading) or any(name in heading for name in named)):
                continue
            if stated.search(fold_text(line)):
                yield view, " ".join(line.split())


def is_advertised(site: Site) -> bool:
    """Whether the shop mentions a membership programme at all."""
    if next(membership_sentences(site, _WORDS["programme"]), None) is not None:
        return True
    return any(
        next(find_labelled(view, _WORDS["programme"], _WORDS["never"]), None) is not None
        for view in searched_views(site, ROLES)[0]
    )


def answer_no_membership(site: Site, zh: str, en: str) -> Answer:
    """The answer where nothing was found: NO if a programme is advertised, a question to a person if there seems to be none."""
    answer = not_found(site, ROLES, zh, en, fraction=0.0)
    if answer.outcome is Outcome.NO and not is_advertised(site):
        home = site.view(Role.HOME)
        return unsure(
            f"{zh}；公开页面未见会员制",
            f"{en}; no membership is spoken of on public pages",
            *((evidence_on_page(home),) if home else ()),
            guess=0.5,
            question=_QUESTION,
        )
    return answer
