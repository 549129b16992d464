"""Where one stored platform stands at a moment: score, age and rules of what stands, for rank, trend and status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scoring.grade import Grade
from scoring.red_lines import Raised, State
from scoring.score import Score, Stage, score
from scoring.standing import Dated, Stand, standing, whole
from scoring.tables import Standard
from storage.register import Registered, registered
from storage.session import Store
from storage.standings import Judged, judged_of, stored_platforms
from xuncha.target import BadTarget


@dataclass(frozen=True, slots=True)
class Place:
    """A platform by number, address and name."""

    id: int
    url: str
    name: str

    @property
    def called(self) -> str:
        return self.name or self.url


@dataclass(frozen=True, slots=True)
class Position:
    """Where a platform stands. ``rulesets`` are those of the audits that something stands from; ``last`` the last visit's beginning.

    Without any audit young enough ``stands`` is empty, and nothing but [0, 100] is known of the score.
    """

    stands: tuple[Stand, ...]
    scores: Mapping[Stage, Score]
    grades: Mapping[Stage, Grade]
    profile: Mapping[str, bool]
    rulesets: frozenset[str]
    last: datetime | None

    @property
    def stale(self) -> tuple[str, ...]:
        """Items whose answer has grown old; what is undecided has none that could."""
        return tuple(each.verdict.item for each in self.stands if each.stale and each.verdict.verdict.decided)

    @property
    def due(self) -> tuple[str, ...]:
        """Items to look at again: grown old, or those the standard's table wants looked at sooner."""
        return tuple(each.verdict.item for each in self.stands if each.due)


def position(standard: Standard, history: Sequence[Judged], at: datetime) -> Position:
    """``history`` in any order; what is later than ``at`` was not known then."""
    rules = standard.standing
    known = sorted((each for each in history if each.at <= at), key=lambda each: (each.at, each.audit))
    fresh = [each for each in known if at - each.at <= timedelta(days=rules.dropped_days)]
    stands = standing(standard, [Dated(each.at, each.verdicts, each.audit) for each in fresh], at)
    made = score(standard, whole(standard, stands), _raised(fresh))
    profile = {flag: value for each in fresh for flag, value in each.profile.items()}  # the latest word on each flag
    by_audit = {each.audit: each.ruleset for each in fresh}
    return Position(
        stands,
        {stage: each.score for stage, each in made.items()},
        {stage: each.grade for stage, each in made.items()},
        profile,
        frozenset(by_audit[each.audit] for each in stands),
        known[-1].at if known else None,
    )


def _raised(fresh: Sequence[Judged]) -> tuple[Raised, ...]:
    """Red lines as the last audit has them; a confirmed one stays so long as an audit of it stands, for it is not known to be cured.

    What a person has cleared since is cleared in judgements made since, and these are the newest of their visits once rejudged.
    """
    if not fresh:
        return ()
    confirmed = {line.id: line for each in fresh for line in each.red_lines if line.state is State.CONFIRMED}
    return tuple(confirmed.get(line.id, line) for line in fresh[-1].red_lines)


async def position_of(store: Store, standard: Standard, platform: int, at: datetime) -> Position:
    """Raises RecordDamaged."""
    since = at - timedelta(days=standard.standing.dropped_days)
    found = position(standard, await judged_of(store, platform, since), at)
    if found.last is None and (older := await judged_of(store, platform)):
        return position(standard, older, at)
    return found


async def tagged(store: Store, tag: str) -> tuple[Registered, ...]:
    """Registered platforms of that tag or batch; "" = all. Raises BadTarget where a tag is nobody's."""
    listed = await registered(store)
    found = tuple(each for each in listed if not tag or tag in (*each.registration.tags, each.registration.batch))
    if tag and not found:
        raise BadTarget(f"没有标签或批次为 {tag[:60]!r} 的平台", f"no platform has the tag or batch {tag[:60]!r}")
    return found


async def find(store: Store, which: str) -> Place:
    """The stored platform a person names by number, address, whole name or part of the address. Raises BadTarget."""
    known = [Place(*each) for each in await stored_platforms(store)]
    said = which.strip()
    exact = [each for each in known if said and said in (str(each.id), each.url, each.name)]
    found = exact or [each for each in known if said and said.casefold() in each.url.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadTarget(
            f"没有平台 {said[:100]!r}，用 xuncha platforms list 或 xuncha audits 查看",
            f"no platform {said[:100]!r}: see 'xuncha platforms list' or 'xuncha audits'",
        )
    some = ", ".join(f"{each.id} {each.url}" for each in found[:5])
    raise BadTarget(
        f"{said[:100]!r} 不止一个：{some}；请写编号", f"{said[:100]!r} is more than one: {some}; give the number"
    )
