"""The snapshot of all platforms that pages share: read anew when it is some seconds old, by one reader at a time.

What a judgement says never changes, so each is worked out once. On a store of thousands that takes a while after the start; until
then pages say how much is still to come.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from storage.db.session import Store
from storage.errors import StorageError
from storage.jobs.last_seen import UnseenPlatform, list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter
from storage.overview.answer_days import AnswerCount, count_answers
from storage.overview.audit_heads import AuditHead, count_audits, find_counting_head, list_audit_heads
from storage.overview.platform_standings import PlatformStanding, load_kept_standings, load_standing_turns
from storage.overview.raw_histories import RawAudit, load_raw_audits
from storage.overview.register_rows import reread_register, stamp_visits
from storage.platforms import RegisteredPlatform
from xuncha.compare.standing_work import keep_worked_out, work_out_standings
from xuncha.judging.ruleset import compute_ruleset
from xuncha.settings.zone import BEIJING
from xuncha.web.overview.city_snapshot import PairMoves, PlatformLine, Snapshot
from xuncha.web.overview.overview_source import OverviewSource
from xuncha.web.overview.raw_changes import ItemMove, RawPair, compare_raw_pairs
from xuncha.web.platform_scopes import list_registration_scopes
from xuncha.web.serving.kept_objects import settle_objects

log = logging.getLogger(__name__)
LOOKED_BACK = (1, 7)  # days over which changes are shown
ANSWER_DAYS = 30
AT_ONCE = 40  # platforms, or pairs of judgements, given to another process at a time
NEVER = datetime.min.replace(tzinfo=UTC)
AWAITED = 200  # so few are waited for; more are worked out while pages show what is there


@dataclass(slots=True)
class OverviewCache:
    """Held by the web's state, whose ``load_overview`` is what pages call; ``spoil`` they call after they changed something."""

    _snapshot: Snapshot | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _heads: dict[int, list[AuditHead]] = field(default_factory=dict)
    _counted: tuple[int, datetime | None] = (0, None)
    _standings: dict[int, tuple[object, PlatformStanding]] = field(default_factory=dict)
    _moves: dict[tuple[str, str], tuple[ItemMove, ...]] = field(default_factory=dict)
    _days: dict[date, Mapping[int, AnswerCount]] = field(default_factory=dict)
    _registered: dict[int, RegisteredPlatform] = field(default_factory=dict)
    _described: dict[int, tuple[datetime, frozenset[str], str]] = field(default_factory=dict)
    _unseen: dict[int, UnseenPlatform] = field(default_factory=dict)
    _visited: tuple[object, ...] = ()
    _working: asyncio.Task[None] | None = None
    _deadline: float = 0.0  # of the loop's clock, until when pages wait for that
    _basis: tuple[object, ...] = ()
    _until: datetime = NEVER

    async def load(self, source: OverviewSource) -> Snapshot:
        """The snapshot, at most ``source.lasts`` old when it was read; an older one serves while the next is read. Raises StorageError."""
        held = self._snapshot
        if held is not None and abs(source.now() - held.at) < source.lasts:
            return held
        if held is not None and self._lock.locked():
            return held
        async with self._lock:
            known = self._snapshot
            fresh = known is not None and abs(source.now() - known.at) < source.lasts
            made = known if known is not None and fresh else await self._read(source)
        return await self._wait_for_rest(made)

    def spoil(self) -> None:
        """Have the next page read everything anew."""
        self._snapshot = None

    async def _wait_for_rest(self, made: Snapshot) -> Snapshot:
        """The same with the little that was still to be worked out, where that comes in time: all wait until one moment at most.

        What works it out gives way to everything else on the machine: on a busy one it may take minutes.
        """
        left = self._deadline - asyncio.get_running_loop().time()
        if not 0 < made.pending <= AWAITED or self._working is None or left <= 0:
            return made
        await asyncio.wait({self._working}, timeout=left)
        if self._snapshot is made:
            self._snapshot = self._fill(made, made.at)
        return self._snapshot or made

    async def _read(self, source: OverviewSource) -> Snapshot:
        now, store, held = source.now(), source.store, self._snapshot
        self._registered = await reread_register(store, self._registered)
        await self._follow_heads(store)
        if (visited := await stamp_visits(store)) != self._visited:
            self._unseen = {
                platform.platform: platform for platform in await list_unseen_platforms(store, PlatformFilter())
            }
            self._visited = visited
        await self._follow_answers(store, now)
        days = tuple((day, self._days[day]) for day in sorted(self._days))
        basis = (self._registered, self._counted, self._visited, days)
        if held is not None and not held.pending and self._basis == basis and now < self._until:
            self._snapshot = replace(held, at=now)
            return self._snapshot
        self._basis, self._until = basis, self._find_end(now)
        lines = []
        for known in self._registered.values():
            scopes, words = self._describe(known)
            heads = self._heads.get(known.id, [])
            lines.append(
                PlatformLine(
                    known, scopes, words, heads[-1] if heads else None, None, self._unseen.get(known.id), len(heads)
                )
            )
        made = self._fill(Snapshot(now, tuple(lines), days), now)
        if made.pending and (self._working is None or self._working.done()):
            self._working = asyncio.create_task(self._catch_up(source, now, made.lines))
            self._working.add_done_callback(_tell_fault)
            self._deadline = asyncio.get_running_loop().time() + source.awaited
        if held is not None and made.says_same(held):
            made = replace(made, made=held.made)
        self._snapshot = made
        return made

    def _find_end(self, now: datetime) -> datetime:
        """Until when the same rows say the same: the day ends, or a judgement is no longer one of the last days."""
        ends = [_find_midnight(now.astimezone(zone)) for zone in (BEIJING, UTC)]
        for heads in self._heads.values():
            for head in heads:
                ends += (end for back in LOOKED_BACK if (end := head.created_at + timedelta(days=back)) > now)
        return min(ends)

    def _describe(self, platform: RegisteredPlatform) -> tuple[frozenset[str], str]:
        known = self._described.get(platform.id)
        if known is None or known[0] != platform.changed_at:
            said = platform.registration
            words = "\n".join(
                (said.name, said.url, said.operator, said.uscc, said.contact, str(platform.id))
            ).casefold()
            known = self._described[platform.id] = platform.changed_at, list_registration_scopes(said), words
        return known[1], known[2]

    async def _follow_heads(self, store: Store) -> None:
        """Judgements are only ever added; where some are gone (a store put back), all are read anew."""
        counted = await count_audits(store)
        if counted == self._counted:
            return
        since = self._counted[1]
        fresh = await list_audit_heads(store, since)
        known = {head.audit for heads in self._heads.values() for head in heads}
        if counted[0] < self._counted[0] or since is None:
            self._heads, known = {}, set()
            fresh = await list_audit_heads(store)
        for head in fresh:
            if head.audit not in known:
                self._heads.setdefault(head.platform, []).append(head)
        for heads in self._heads.values():
            heads.sort(key=lambda head: head.place)
        self._counted = counted

    async def _follow_answers(self, store: Store, now: datetime) -> None:
        """Days that are over are counted once, today's again each time."""
        today = now.astimezone(BEIJING).date()
        wanted = [today - timedelta(days=back) for back in range(ANSWER_DAYS - 1, -1, -1)]
        for day in wanted:
            if day not in self._days or day >= today - timedelta(days=1):
                begin = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
                self._days[day] = await count_answers(store, begin, begin + timedelta(days=1))
        for day in set(self._days) - set(wanted):
            del self._days[day]

    def _fill(self, made: Snapshot, now: datetime) -> Snapshot:
        """The snapshot with all that is worked out by now."""
        lines = tuple(
            replace(line, standing=self._standings[line.known.id][1]) if line.known.id in self._standings else line
            for line in made.lines
        )
        moves: dict[int, dict[int, PairMoves]] = {}
        pending = len(self._stale(lines, now))
        missing = set()
        for back in LOOKED_BACK:
            moves[back] = {}
            for line, before, after in self._pairs(lines, now, back):
                if before is None:
                    moves[back][line.known.id] = PairMoves(None, after, ())
                elif (found := self._moves.get((before.audit, after.audit))) is not None:
                    moves[back][line.known.id] = PairMoves(before, after, found)
                else:
                    missing.add((before.audit, after.audit))
        return replace(made, lines=lines, moves=moves, pending=pending + len(missing), made={})

    def _pairs(
        self, lines: Iterable[PlatformLine], now: datetime, back: int
    ) -> Iterable[tuple[PlatformLine, AuditHead | None, AuditHead]]:
        """Platforms whose judgement that counts is another than that many days ago."""
        since = now - timedelta(days=back)
        for line in lines:
            if line.head is not None and any(head.created_at > since for head in self._heads[line.known.id]):
                before = find_counting_head(self._heads[line.known.id], since)
                if before is None or before.audit != line.head.audit:
                    yield line, before, line.head

    def _key(self, line: PlatformLine, now: datetime) -> object:
        """What a standing rests on: the judgements, and the day, for answers grow old."""
        heads = self._heads.get(line.known.id, [])
        return len(heads), heads[-1].audit if heads else "", now.date()

    def _stale(self, lines: Iterable[PlatformLine], now: datetime) -> list[PlatformLine]:
        return [
            line
            for line in lines
            if line.head is not None and self._standings.get(line.known.id, (None,))[0] != self._key(line, now)
        ]

    async def _catch_up(self, source: OverviewSource, now: datetime, lines: Sequence[PlatformLine]) -> None:
        """Work out what is missing, in pieces, in a process that judges."""
        if stale := self._stale(lines, now):
            await self._take_kept(source, now, stale)
            stale = self._stale(lines, now)
        for start in range(0, len(stale), AT_ONCE):
            await self._stand(source, now, stale[start : start + AT_ONCE])
        wanted = {
            (before.audit, after.audit): (line, before, after)
            for back in LOOKED_BACK
            for line, before, after in self._pairs(lines, now, back)
            if before is not None and (before.audit, after.audit) not in self._moves
        }
        missing = list(wanted.values())
        for start in range(0, len(missing), AT_ONCE):
            await self._compare(source, missing[start : start + AT_ONCE])
        self._forget(lines, now)
        if (
            len(stale) + len(missing) > AWAITED
        ):  # a city: looked through with every tidying up, it held all pages up for half a second
            settle_objects()

    async def _take_kept(self, source: OverviewSource, now: datetime, lines: Sequence[PlatformLine]) -> None:
        """What was worked out before the start, or by another process, is only read."""
        keys = {line.known.id: self._key(line, now) for line in lines}
        for id, standing in (await load_kept_standings(source.store, compute_ruleset(), now, keys)).items():
            self._standings[id] = keys[id], standing

    async def _stand(self, source: OverviewSource, now: datetime, lines: Sequence[PlatformLine]) -> None:
        keys = {line.known.id: self._key(line, now) for line in lines}
        turns = await load_standing_turns(source.store, keys)
        whole = await count_audits(source.store) == self._counted  # nothing was judged that is not among the heads
        made = await work_out_standings(source.store, {id: self._heads[id] for id in keys}, now, source.work)
        for id, one in made.items():
            self._standings[id] = keys[id], one.standing
        if whole:
            await keep_worked_out(source.store, turns, now, made)

    async def _compare(
        self, source: OverviewSource, wanted: Sequence[tuple[PlatformLine, AuditHead, AuditHead]]
    ) -> None:
        bridges = {after.audit: self._bridge(line, before, after) for line, before, after in wanted}
        heads = [head for _, *pair in wanted for head in pair] + [head for head in bridges.values() if head]
        raw: Mapping[str, RawAudit] = await load_raw_audits(source.store, heads)
        pairs = []
        for _, before, after in wanted:
            bridge = bridges[after.audit]
            pairs.append(RawPair(raw[before.audit], raw[after.audit], raw[bridge.audit] if bridge else None))
        made = await source.work(partial(compare_raw_pairs, pairs))
        for (_, before, after), moves in zip(wanted, made, strict=True):
            self._moves[before.audit, after.audit] = moves

    def _bridge(self, line: PlatformLine, before: AuditHead, after: AuditHead) -> AuditHead | None:
        """The earlier visit as judged by the later one's rules."""
        if before.ruleset == after.ruleset or before.visit == after.visit:
            return None
        found = [
            head for head in self._heads[line.known.id] if head.visit == before.visit and head.ruleset == after.ruleset
        ]
        return found[-1] if found else None

    def _forget(self, lines: Iterable[PlatformLine], now: datetime) -> None:
        held = {
            (before.audit, after.audit)
            for back in LOOKED_BACK
            for _, before, after in self._pairs(lines, now, back)
            if before is not None
        }
        self._moves = {pair: moves for pair, moves in self._moves.items() if pair in held}


def _find_midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _tell_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        level = logging.WARNING if isinstance(fault, StorageError) else logging.ERROR
        log.log(
            level, "not all platforms could be summed up: %s", fault, exc_info=fault if level == logging.ERROR else None
        )
