"""A platform's position at a moment: score, age and rules of the verdicts that count, for rank, trend and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.grade_range import Grade
from scoring.red_lines import Raised, RedLineState
from scoring.score import Score, Stage, score_verdicts
from scoring.standard_tables import Standard
from scoring.standing import DatedVerdicts, StandingVerdict, find_standing, whole_verdicts
from storage.db.session import Store
from storage.overview.platform_standings import PlatformStanding
from storage.platforms import RegisteredPlatform, list_registered_platforms
from storage.standings import JudgedVisit, list_stored_platforms
from xuncha.settings.target import InvalidInput


@dataclass(frozen=True, slots=True)
class StoredPlatform:
    """A platform by id, address and name."""

    id: int
    url: str
    name: str

    @property
    def called(self) -> str:
        """The platform's name, else its address."""
        return self.name or self.url


@dataclass(frozen=True, slots=True)
class PlatformPosition:
    """Where a platform stands.

    ``rulesets`` are those of the audits that its verdicts come from; ``last`` is when its last visit began. Without any
    recent enough audit ``stands`` is empty, and the score is anywhere in [0, 100].
    """

    stands: tuple[StandingVerdict, ...]
    scores: Mapping[Stage, Score]
    grades: Mapping[Stage, Grade]
    profile: Mapping[str, bool]
    rulesets: frozenset[str]
    last: datetime | None

    @property
    def stale(self) -> tuple[str, ...]:
        """Decided items whose answer has grown old."""
        return tuple(stand.verdict.item for stand in self.stands if stand.stale and stand.verdict.verdict.decided)

    @property
    def due(self) -> tuple[str, ...]:
        """Items to look at again: those grown old, and those the standard's table wants checked more often."""
        return tuple(stand.verdict.item for stand in self.stands if stand.due)


def compute_position(standard: Standard, history: Sequence[JudgedVisit], at: datetime) -> PlatformPosition:
    """The position at ``at``. ``history`` may come in any order; audits later than ``at`` are ignored."""
    known = sorted((visit for visit in history if visit.at <= at), key=lambda visit: (visit.at, visit.audit))
    fresh = _find_fresh(standard, known, at)
    stands = find_standing(standard, [DatedVerdicts(visit.at, visit.verdicts, visit.audit) for visit in fresh], at)
    made = score_verdicts(standard, whole_verdicts(standard, stands), find_raised_lines(fresh))
    profile = {flag: value for visit in fresh for flag, value in visit.profile.items()}  # the latest word on each flag
    by_audit = {visit.audit: visit.ruleset for visit in fresh}
    return PlatformPosition(
        stands,
        {stage: score.score for stage, score in made.items()},
        {stage: score.grade for stage, score in made.items()},
        profile,
        frozenset(by_audit[stand.audit] for stand in stands),
        known[-1].at if known else None,
    )


def _find_fresh(standard: Standard, history: Sequence[JudgedVisit], at: datetime) -> list[JudgedVisit]:
    """What counts at ``at``, in the order of time."""
    age = timedelta(days=standard.standing.dropped_days)
    found = [visit for visit in history if timedelta(0) <= at - visit.at <= age]
    return sorted(found, key=lambda visit: (visit.at, visit.audit))


def find_raised_lines(fresh: Sequence[JudgedVisit]) -> tuple[Raised, ...]:
    """Red lines as in the last audit.

    A confirmed one stays as long as an audit that confirms it counts, since it is not known to be fixed. One that a
    person has since rejected is rejected in later judgements, which are the newest of their visits once rejudged.
    """
    if not fresh:
        return ()
    confirmed = {line.id: line for visit in fresh for line in visit.red_lines if line.state is RedLineState.CONFIRMED}
    return tuple(confirmed.get(line.id, line) for line in fresh[-1].red_lines)


def sum_up_standing(standard: Standard, history: Sequence[JudgedVisit], at: datetime) -> PlatformStanding:
    """What that history says at ``at`` in short, with the red lines that are not ruled out."""
    position = compute_position(standard, history, at)
    raised = find_raised_lines(_find_fresh(standard, history, at))
    return PlatformStanding(
        position.last, bool(position.stands), position.scores, position.grades, position.profile, position.rulesets,
        position.stale, position.due,
        tuple(line.id for line in raised if line.state is RedLineState.SUSPECTED),
        tuple(line.id for line in raised if line.state is RedLineState.CONFIRMED),
    )  # fmt: skip


def find_standing_end(standard: Standard, history: Sequence[JudgedVisit], at: datetime) -> datetime | None:
    """The first moment not before ``at`` at which the same history may say something else; None = it never will.

    Answers grow old, are to be looked at again, and are dropped, each after its days; a visit of a clock ahead of ours begins to count.
    """
    rules = standard.standing
    days = (0, rules.stale_days, rules.recheck_days, rules.dropped_days)
    ends = (visit.at + timedelta(days=after) for visit in history for after in days)
    return min((end for end in ends if end >= at), default=None)


async def list_tagged_platforms(store: Store, tag: str) -> tuple[RegisteredPlatform, ...]:
    """Registered platforms of that tag or batch; "" = all. Raises InvalidInput where nothing has that tag."""
    listed = await list_registered_platforms(store)
    found = tuple(
        platform for platform in listed if not tag or tag in (*platform.registration.tags, platform.registration.batch)
    )
    if tag and not found:
        raise InvalidInput(f"没有标签或批次为 {tag[:60]!r} 的平台", f"no platform has the tag or batch {tag[:60]!r}")
    return found


async def find_stored_platform(store: Store, which: str) -> StoredPlatform:
    """The stored platform that a person names by id, address, whole name or part of the address.

    Raises InvalidInput.
    """
    known = [StoredPlatform(*platform) for platform in await list_stored_platforms(store)]
    said = which.strip()
    exact = [platform for platform in known if said and said in (str(platform.id), platform.url, platform.name)]
    found = exact or [platform for platform in known if said and said.casefold() in platform.url.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidInput(
            f"没有平台 {said[:100]!r}，用 xuncha platforms list 或 xuncha audits 查看",
            f"no platform {said[:100]!r}: see 'xuncha platforms list' or 'xuncha audits'",
        )
    some = ", ".join(f"{platform.id} {platform.url}" for platform in found[:5])
    raise InvalidInput(
        f"{said[:100]!r} 不止一个：{some}；请写编号", f"{said[:100]!r} is more than one: {some}; give the number"
    )
