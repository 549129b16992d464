"""Words that nobody finds on a page in another language say nothing of a shop: what they look for may be said in other words."""

from __future__ import annotations

import dataclasses

from crawler.site import Site, View
from probes.finding import Answer, Outcome, Text
from probes.pages.absence.absence import ask_foreign, page_called
from probes.pages.main.language import is_foreign, is_wholly_foreign
from probes.probe import Check
from probes.schema.absence_table import ABSENCE


def doubt_foreign(check: Check, answer: Answer, surface: Site) -> Answer:
    """The answer; UNSURE where it rests on words that stand nowhere, and a page it rests on is not in Chinese.

    That is a good YES of a check that ``clears_by_words``, and a NO by absence about what would be stated on pages with
    few words of which not one is Chinese (a cart without goods).
    """
    foreign = _clears_by(check, answer, surface) or _denies_beside(check, answer, surface)
    if foreign is None:
        return answer
    lack, page = ABSENCE.load().lacks["language"], page_called(foreign.role)
    because = Text(
        f"{answer.because.zh}；但{lack['zh']}（{page.zh}），不足以认定没有",
        f"{answer.because.en}; but {lack['en']} ({page.en}), so that this is not proven",
    )
    return dataclasses.replace(
        answer, outcome=Outcome.UNSURE, because=because, fraction=None, reason="language", question=ask_foreign(foreign)
    )


def _clears_by(check: Check, answer: Answer, surface: Site) -> View | None:
    if not check.probe.clears_by_words or check.good is not Outcome.YES or answer.outcome is not Outcome.YES:
        return None
    return next((view for view in _read_by(check, surface) if is_foreign(view)), None)


def _denies_beside(check: Check, answer: Answer, surface: Site) -> View | None:
    if not check.stated or answer.outcome is not Outcome.NO or not answer.by_absence:
        return None
    read = _read_by(check, surface)
    return read[0] if read and all(map(is_wholly_foreign, read)) else None


def _read_by(check: Check, surface: Site) -> tuple[View, ...]:
    return tuple(view for need in check.probe.reads for view in surface.all(need.role, need.state))
