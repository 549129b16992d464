"""What a city looks like today: seen and not seen, grades by district, the spread of scores, days of light checks. Pure."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scoring.grade_range import Grade
from scoring.score import Score, Stage
from storage.db.register_tables import PlatformState
from storage.overview.answer_days import AnswerCount
from xuncha.settings.zone import BEIJING
from xuncha.web.overview.city_snapshot import PlatformLine

STAGE = Stage.PROV
STEP = 5  # points of a bar
NO_GRADE = ""
MARKED = 400  # platforms that are marked one by one beside the bars; more would be one grey field


@dataclass(frozen=True, slots=True)
class CityTiles:
    """``seen``: platforms whose last visit saw them; ``today`` of them in a visit of today; ``unseen``: visited and not seen; ``never``:
    not visited yet. ``suspected`` and ``confirmed``: platforms with such red lines."""

    registered: int
    paused: int
    seen: int
    today: int
    unseen: int
    never: int
    suspected: int
    confirmed: int

    @property
    def share(self) -> float:
        """Seen of registered, 0-1."""
        return self.seen / self.registered if self.registered else 0.0


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district ("" = none named): platforms by range of grades (NO_GRADE: none may be given), not seen, and the middle of the bounds
    of scores, None without any."""

    district: str
    platforms: int
    grades: Mapping[str, int]
    unseen: int
    low: float | None
    high: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """Platforms with a score from ``low`` to below ``low + STEP``; ``height``: of the highest bar, 0-100."""

    low: int
    platforms: int
    height: float


@dataclass(frozen=True, slots=True)
class ScoreMark:
    """One platform's place in the spread."""

    platform: int
    called: str
    score: Score


@dataclass(frozen=True, slots=True)
class AnswerDay:
    """One day's light checks; ``share`` answered, 0-1, None without any. ``bad``: platforms that did not answer at all that day."""

    day: date
    looks: int
    unanswered: int
    share: float | None
    bad: int


def count_tiles(lines: Sequence[PlatformLine], now: datetime) -> CityTiles:
    """How many of these platforms are registered, paused, seen, seen today (in Beijing), not seen or never, and have red lines."""
    today = now.astimezone(BEIJING).date()
    seen = [line for line in lines if line.unseen is None]
    return CityTiles(
        registered=len(lines),
        paused=sum(line.known.state is PlatformState.PAUSED for line in lines),
        seen=len(seen),
        today=sum(line.head is not None and line.head.at.astimezone(BEIJING).date() == today for line in seen),
        unseen=sum(line.unseen is not None and line.unseen.last is not None for line in lines),
        never=sum(line.unseen is not None and line.unseen.last is None for line in lines),
        suspected=sum(line.standing is not None and bool(line.standing.suspected) for line in lines),
        confirmed=sum(line.standing is not None and bool(line.standing.confirmed) for line in lines),
    )


def name_grade(grade: Grade | None) -> str:
    """The grade, or its range worst first; NO_GRADE where none may be given. Red lines are told beside it."""
    if grade is None or grade.best is None or grade.worst is None:
        return NO_GRADE
    return grade.one or f"{grade.worst}–{grade.best}"


def find_score(line: PlatformLine) -> Score | None:
    """The platform's score, None where none may be shown."""
    if line.standing is None or not line.standing.stood:
        return None
    score = line.standing.scores[STAGE]
    return None if score.value is None else score


def list_grades(lines: Sequence[PlatformLine]) -> tuple[str, ...]:
    """The grades and ranges that occur, the best first; NO_GRADE last."""
    found = {_grade(line) for line in lines}
    return tuple(sorted(found, key=lambda name: (name == NO_GRADE, name[-1:], len(name), name)))


def count_districts(lines: Sequence[PlatformLine], order: Sequence[str]) -> tuple[DistrictRow, ...]:
    """A row a district in that order, then others, then those without one."""
    by: dict[str, list[PlatformLine]] = {}
    for line in lines:
        by.setdefault(line.known.registration.district, []).append(line)
    places = {name: place for place, name in enumerate(order)}
    names = sorted(by, key=lambda name: (name == "", places.get(name, len(places)), name))
    return tuple(_district(name, by[name]) for name in names)


def _district(name: str, lines: Sequence[PlatformLine]) -> DistrictRow:
    scores = [score for line in lines if (score := find_score(line)) is not None]
    return DistrictRow(
        name, len(lines), Counter(_grade(line) for line in lines), sum(line.unseen is not None for line in lines),
        statistics.median(score.low for score in scores) if scores else None,
        statistics.median(score.high for score in scores) if scores else None,
        statistics.median(score.value or 0.0 for score in scores) if scores else None,
    )  # fmt: skip


def _grade(line: PlatformLine) -> str:
    if line.standing is None or not line.standing.stood:
        return NO_GRADE
    return name_grade(line.standing.grades[STAGE])


def spread_scores(lines: Sequence[PlatformLine]) -> tuple[tuple[ScoreBar, ...], tuple[ScoreMark, ...]]:
    """The bars, and each platform's own place where there are few enough to be told apart."""
    marks = [ScoreMark(line.known.id, line.called, score) for line in lines if (score := find_score(line)) is not None]
    counts = Counter(min(int(mark.score.value or 0), 99) // STEP * STEP for mark in marks)
    most = max(counts.values(), default=1)
    bars = tuple(ScoreBar(low, counts[low], 100 * counts[low] / most) for low in range(0, 100, STEP))
    ordered = sorted(marks, key=lambda mark: (mark.score.value or 0.0, mark.platform))
    return bars, tuple(ordered) if len(ordered) <= MARKED else ()


def list_answer_days(
    answers: Sequence[tuple[date, Mapping[int, AnswerCount]]], platforms: frozenset[int] | None
) -> tuple[AnswerDay, ...]:
    """The days in order; ``platforms`` None = all of them."""
    days = []
    for day, by in answers:
        counts = [count for id, count in by.items() if platforms is None or id in platforms]
        looks, silent = sum(count.looks for count in counts), sum(count.unanswered for count in counts)
        bad = sum(count.looks > 0 and count.looks == count.unanswered for count in counts)
        days.append(AnswerDay(day, looks, silent, (looks - silent) / looks if looks else None, bad))
    return tuple(days)
