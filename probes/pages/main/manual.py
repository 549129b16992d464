"""Pages that are a program's manual or release notes: they address those who run or learn the program, and set no rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.table_builder import EveryKey
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text
from probes.pages.main.main_text import main_text
from probes.pages.main.own_title import own_title
from probes.schema.reading_table import Texts, Whole
from probes.text.remember import per_view


@dataclass(frozen=True, slots=True)
class ManualTable:
    """The file manual.toml."""

    paper: Texts[Literal["contents", "callout", "running"]]
    program: Texts[Literal["edition", "operators", "changed"]]
    named: Texts[Literal["rules"]]
    limits: Whole[Literal["contents", "callouts", "running", "operators", "changes", "opening", "read"]]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.main", "manual.toml", ManualTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_PAPER = {name: re.compile(written) for name, written in _DATA.paper.items()}
_PROGRAM = {name: re.compile(written, re.IGNORECASE) for name, written in _DATA.program.items()}
_RULES = re.compile(_DATA.named["rules"])
WORDS = _DATA.words  # said of what was found in one of them only
# Sellers work with a platform's program, so explaining it to them is what is asked for there.
_SELLERS = frozenset({Role.SELLER})


@per_view
def is_manual(view: View) -> bool:
    """Whether the page's main text has signs both of a paper and of a program, or signs of a program twice.

    Pages that call themselves rules, and pages for sellers, are never manuals.
    """
    if view.role in _SELLERS or any(_RULES.search(title) for title in (view.title, *view.path[-1:], own_title(view))):
        return False
    text = main_text(view)[: _LIMITS["read"]]
    operators = len({found.group() for found in _PROGRAM["operators"].finditer(text)}) >= _LIMITS["operators"]
    edition = _PROGRAM["edition"].search(text[: _LIMITS["opening"]]) is not None
    if not operators and not edition:  # the usual case
        return False
    changed = edition and len(_PROGRAM["changed"].findall(text)) >= _LIMITS["changes"]
    return changed or (operators and edition) or _is_paper(text)


def doubt_manual(answer: Answer) -> Answer:
    """A yes that rests on a manual alone, as a question to a person."""
    because = Text(WORDS["zh"].format(because=answer.because.zh), WORDS["en"].format(because=answer.because.en))
    asked = Text(WORDS["ask_zh"], WORDS["ask_en"])
    return replace(
        answer,
        outcome=Outcome.UNSURE,
        because=because,
        reason="manual",
        fraction=0.0,
        question=answer.question or asked,
    )


def _is_paper(text: str) -> bool:
    return (
        len(_PAPER["contents"].findall(text)) >= _LIMITS["contents"]
        or len(_PAPER["callout"].findall(text)) >= _LIMITS["callouts"]
        or _runs_on(text)
    )


def _runs_on(text: str) -> bool:
    """Does one running title stand before the page numbers of several pages in a row?"""
    last: dict[str, tuple[int, int]] = {}  # title → the page it was on last, and how many in a row those were
    for found in _PAPER["running"].finditer(text):
        name, page = found.group(1), int(found.group(2))
        before, row = last.get(name, (page, 0))
        row = row + 1 if page in (before, before + 1) else 1
        if row >= _LIMITS["running"]:
            return True
        last[name] = page, row
    return False
