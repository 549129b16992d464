"""Where platforms stand, worked out of stored bytes in a process that judges, and sent back without what pages do not show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from probes.finding import Text
from scoring.red_lines import RedLineState
from scoring.standing import StandingVerdict
from storage.db.codec import pause_garbage_collection
from storage.overview.raw_histories import RawAudit, decode_raw_audit
from xuncha.compare.position import PlatformPosition, compute_position, find_raised_lines
from xuncha.judging.rules import load_rules

RawHistory = tuple[int, tuple[RawAudit, ...]]  # a platform and its judgements that may still count


@dataclass(frozen=True, slots=True)
class PlatformStanding:
    """A platform's position, with as many of its verdicts as are stale or due, and its red lines that are not ruled out."""

    position: PlatformPosition
    suspected: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


def compute_standings(histories: Sequence[RawHistory], at: datetime) -> dict[int, PlatformStanding]:
    """The standing of each of these platforms at that moment. Raises RecordDamaged."""
    standard = load_rules().standard
    made = {}
    with pause_garbage_collection():
        for platform, raw in histories:
            history = [decode_raw_audit(audit) for audit in raw]
            position = compute_position(standard, history, at)
            fresh = [
                visit
                for visit in sorted(history, key=lambda visit: (visit.at, visit.audit))
                if timedelta(0) <= at - visit.at <= timedelta(days=standard.standing.dropped_days)
            ]
            raised = find_raised_lines(fresh)
            made[platform] = PlatformStanding(
                replace(position, stands=tuple(_slim(position.stands))),
                tuple(line.id for line in raised if line.state is RedLineState.SUSPECTED),
                tuple(line.id for line in raised if line.state is RedLineState.CONFIRMED),
            )
    return made


def _slim(stands: Sequence[StandingVerdict]) -> Iterable[StandingVerdict]:
    """Those to look at again, and one more so that it can be told that any stand."""
    nothing = Text("", "")
    for number, stand in enumerate(stands):
        if not number or stand.stale or stand.due:
            bare = replace(
                stand.verdict,
                because=nothing,
                checks=(),
                question=None,
                hint=None,
                suggested=None,
                machine=None,
                unconfirmed=(),
            )
            yield replace(stand, verdict=bare)
