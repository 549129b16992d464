"""Sentences on another business than a check asks about: not taken for its answer while others show it as well."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site
from probes.answers.doubts.matters import GUARDED, find_strays
from probes.finding import Answer, Outcome, Text
from probes.probe import Check
from probes.schema.reading_table import Texts
from probes.text.normalise import fold_text
from probes.text.remember import replace_views, reword_view

_SUBJECTS = ("complaints.", "service.", "ordering.")
_TIMES = 3  # sentences of other matters that are passed over, one behind the other


@dataclass(frozen=True, slots=True)
class OtherTopicsTable:
    """The file other_topics.toml."""

    lead: str
    complaints: str
    topics: Mapping[str, str]
    own: Mapping[str, tuple[str, ...]]
    words: Texts[Literal["zh", "en"]]


FILE = SettingsFile("probes.answers.doubts", "other_topics.toml", OtherTopicsTable)
_DATA = FILE.load()
_COMPLAINTS = re.compile(_DATA.complaints)
_OPENINGS = {topic: re.compile(_DATA.lead + words) for topic, words in _DATA.topics.items()}


def pass_over(check: Check, surface: Site, answer: Answer, judge: Callable[[Site], Answer]) -> Answer:
    """The answer, without sentences of another matter: that of the pages without them, if it is as good; else UNSURE."""
    asked = check.stated and check.id.startswith(_SUBJECTS)
    if check.good is not Outcome.YES or not (asked or check.id in GUARDED):
        return answer
    again, left = answer, surface
    for _ in range(_TIMES):
        others = _find_elsewhere(check, surface, again) if again.outcome is Outcome.YES else []
        if not others:
            break
        left = _without(left, others)
        again = judge(left)
    if again is answer or _is_as_good(check, surface, answer, again):
        return again
    zh, en = _DATA.words["zh"].format(because=answer.because.zh), _DATA.words["en"].format(because=answer.because.en)
    ask = Text(f"所引文字是否足以回答：{check.question.zh}", f"Do the words shown answer this: {check.question.en}")
    return dataclasses.replace(
        answer,
        outcome=Outcome.UNSURE,
        because=Text(zh, en),
        by_absence=False,
        ceiling=None,
        question=answer.question or ask,
    )


def opens_elsewhere(check: str, quote: str) -> bool:
    """Does a quoted sentence open on a business that is not the check's?"""
    said = fold_text(quote).strip()
    if check.startswith("complaints.") and _COMPLAINTS.search(said):
        return False
    own = {topic for begun, topics in _DATA.own.items() if check.startswith(begun) for topic in topics}
    return any(shape.match(said) is not None for topic, shape in _OPENINGS.items() if topic not in own)


def _find_elsewhere(check: Check, surface: Site, answer: Answer) -> list[str]:
    """The quotes of an answer that are of another matter."""
    asked = check.stated and check.id.startswith(_SUBJECTS)
    opening = [piece.quote for piece in answer.evidence if asked and opens_elsewhere(check.id, piece.quote)]
    return opening + find_strays(check.id, surface, answer.evidence)


def _is_as_good(check: Check, surface: Site, answer: Answer, again: Answer) -> bool:
    share, now = (1.0 if one.fraction is None else one.fraction for one in (answer, again))
    return again.outcome is Outcome.YES and now >= share and not _find_elsewhere(check, surface, again)


def _without(surface: Site, quotes: list[str]) -> Site:
    """The surface whose pages do not say that."""
    views = []
    for view in surface.views:
        text = view.text
        for quote in quotes:
            text = text.replace(quote, "")
        views.append(reword_view(view, text))
    return replace_views(surface, views)
