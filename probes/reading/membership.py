"""What a shop says of its membership for buyers; merchants' and staff accounts, and 会员 for any user with an account, are none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, shown, unsure
from probes.probe import Need
from probes.reading.labels import labelled, lines
from probes.reading.policy import fold, pattern
from probes.reading.several import not_found, searched

_DATA = tomllib.loads(files("probes.reading").joinpath("membership.toml").read_text("utf-8"))
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA["words"].items()}
ROLES = (Role.MEMBER, Role.HOME, Role.HELP)
READS = (Need(Role.HOME), Need(Role.MEMBER, required=False), Need(Role.HELP, required=False))
_QUESTION = Text(
    "平台是否有面向消费者的会员制？若没有，本条是否不适用？",
    "Has the platform a membership for buyers at all? If not, does the item not apply?",
)


def said(site: Site, words: tuple[str, ...], never: tuple[str, ...] = ()) -> Iterator[tuple[View, str]]:
    """Sentences and short lines on membership with one of the words: all of the membership page, elsewhere those that name it."""
    about = pattern(_WORDS["member"])
    for view in searched(site, ROLES)[0]:
        for line in lines(view, words, never + _WORDS["never"]):
            if view.role is Role.MEMBER or about.search(fold(line)):
                yield view, line


def advertised(site: Site) -> bool:
    """Whether the shop speaks of a programme at all."""
    if next(said(site, _WORDS["programme"]), None) is not None:
        return True
    return any(
        next(labelled(view, _WORDS["programme"], _WORDS["never"]), None) is not None
        for view in searched(site, ROLES)[0]
    )


def missing(site: Site, zh: str, en: str) -> Answer:
    """What may be said in vain: NO where a programme is advertised, a question to a person where there seems to be none."""
    answer = not_found(site, ROLES, zh, en, fraction=0.0)
    if answer.outcome is Outcome.NO and not advertised(site):
        home = site.view(Role.HOME)
        return unsure(
            f"{zh}；公开页面未见会员制",
            f"{en}; no membership is spoken of on public pages",
            *((shown(home),) if home else ()),
            guess=0.5,
            question=_QUESTION,
        )
    return answer
