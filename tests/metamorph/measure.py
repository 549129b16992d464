"""How often each check does what a change must make it do."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from probes.finding import Answer, Outcome
from probes.probe import Check
from tests.metamorph.all_changes import ALL
from tests.metamorph.subjects import Subject, quoted, said
from tests.metamorph.transformation import Must, Transformation

EXEMPT: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("exempt.toml").read_text("utf-8"))
_ROUNDS = 8  # how often other words may come in the place of those that were taken out


class Result(StrEnum):
    """What came of one change."""

    RIGHT = "right"
    KEPT = "kept"  # a yes that should have fallen
    OPEN = "open"  # a yes that should have held is left to a person
    LOST = "lost"  # a yes that should have held is denied


@dataclass(frozen=True, slots=True)
class Trial:
    """One change of one golden site, what came of it and the sentence that the check then said."""

    case: str
    check: str
    change: str
    result: Result
    because: str = ""

    @property
    def harmful(self) -> bool:
        """Would a shop be said to lack what it states?"""
        return self.result is Result.LOST


def trials(subjects: Iterable[Subject], changes: tuple[Transformation, ...] = ALL) -> Iterator[Trial]:
    """All changes that can be made of all subjects, but for those that the table of exemptions names with a reason."""
    for subject in subjects:
        for change in changes:
            if exempt(subject.check, change.name):
                continue
            tried = trial(subject, change)
            if tried is not None:
                yield tried


def exempt(check: Check, change: str) -> str:
    """Why that change proves nothing of that check; empty where it does."""
    of_change = EXEMPT.get(change, {})
    return of_change.get(check.id) or ("" if check.stated else of_change.get("things", ""))


def trial(subject: Subject, change: Transformation) -> Trial | None:
    """None where the change cannot be made of these words or things, or is not asked of that check."""
    asked = subject.check.id in change.of if change.of is not None else bool(subject.quotes)
    site = change.apply(subject) if asked else None
    if site is None:
        return None
    answer = said(subject.check, site, subject.device)
    result = (
        _held(subject.answer, answer)
        if change.must is Must.HOLD
        else Result.RIGHT
        if _fell(subject, change, answer)
        else Result.KEPT
    )
    return Trial(
        subject.case, subject.check.id, change.name, result, "" if result is Result.RIGHT else answer.because.zh
    )


def _held(before: Answer, after: Answer) -> Result:
    if after.outcome is before.outcome and _share(after) >= _share(before) - 1e-9:
        return Result.RIGHT
    turned = after.outcome in (Outcome.YES, Outcome.NO) and after.outcome is not before.outcome
    return Result.LOST if turned else Result.OPEN


def _fell(subject: Subject, change: Transformation, answer: Answer) -> bool:
    """Is it no longer said by those words or things? Where others come in their place, those are changed too until nothing is left."""
    gone = _shows(subject)
    current = subject
    for _ in range(_ROUNDS):
        if answer.outcome is not subject.answer.outcome or _share(answer) < _share(subject.answer) - 1e-9:
            return True
        site = change.apply(current)
        if site is None:
            return False
        now = dataclasses.replace(current, site=site, quotes=quoted(site, answer), answer=answer)
        fresh = _fresh(now, gone, change)
        if fresh is None:
            return False
        gone |= _shows(now)
        current = fresh
        changed = change.apply(current)
        if changed is None:
            return True  # what is said instead cannot be changed so: it stands on its own
        answer = said(subject.check, changed, subject.device)
    return True


def _shows(subject: Subject) -> set[object]:
    """What an answer rests on: words, and places of pages."""
    return {*subject.quotes, *((piece.view, piece.selector, piece.box) for piece in subject.answer.evidence)}


def _fresh(now: Subject, gone: set[object], change: Transformation) -> Subject | None:
    """The subject by what it shows that was not yet changed; None where there is no such thing."""
    if change.of is None:
        old = [value for value in gone if isinstance(value, str)]
        quotes = tuple(quote for quote in now.quotes if not any(quote in one or one in quote for one in old))
        return dataclasses.replace(now, quotes=quotes) if quotes else None
    places = [piece for piece in now.answer.evidence if (piece.view, piece.selector, piece.box) not in gone]
    return now if places else None


def _share(answer: Answer) -> float:
    return 1.0 if answer.fraction is None else answer.fraction


def tally(found: Iterable[Trial]) -> dict[str, dict[str, int]]:
    """Counts of results by change, and of all of them under ``all``."""
    counts: dict[str, dict[str, int]] = {}
    for judged in found:
        for name in (judged.change, "all"):
            of = counts.setdefault(name, dict.fromkeys(Result, 0))
            of[judged.result] += 1
    return counts
