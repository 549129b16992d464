"""Views over all platforms, made once for each snapshot and each visitor's scopes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from markupsafe import Markup

from scoring.score import Stage
from storage.people.work.work_queue import list_decided_visits, load_own_reading
from xuncha.commands.run_rank import EXPLAINED
from xuncha.web.overview.city_snapshot import PlatformLine, Snapshot
from xuncha.web.overview.overview_cache import LOOKED_BACK
from xuncha.web.rendering import render_part
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import keep_allowed
from xuncha.web.views.city.city_figures import ScoreBar, spread_scores
from xuncha.web.views.city.city_view import CityView, build_city
from xuncha.web.views.city.platform_story import list_blind_platforms
from xuncha.web.views.city.rank_view import RankView, build_rank
from xuncha.web.web_state import WebState

T = TypeVar("T")
MOST_KEPT = 200  # things made of one snapshot


@dataclass(frozen=True, slots=True)
class SeenLines:
    """The platforms for which a visitor holds a right. ``blind``: those whose audit others decided on while the visitor, who is to,
    has not; they have no standing here. ``key``: what it all rests on but the snapshot."""

    snapshot: Snapshot
    lines: tuple[PlatformLine, ...]
    blind: frozenset[int]
    key: tuple[Hashable, ...]


async def load_seen_lines(state: WebState, visitor: Visitor, right: Right) -> SeenLines:
    """The platforms as the visitor may see them. Decisions are asked for each time, so that none is told too early or kept back."""
    snapshot = await state.load_overview()
    scopes: tuple[Hashable, ...] = ("lines", right, visitor.scopes_of(right), visitor.only)
    lines = _kept(snapshot, scopes, lambda: keep_allowed(snapshot.lines, visitor, right))
    blind = await _find_blind(state, visitor, snapshot, lines, scopes)
    if not blind:
        return SeenLines(snapshot, lines, blind, scopes)
    seen = tuple(replace(line, standing=None) if line.known.id in blind else line for line in lines)
    return SeenLines(snapshot, seen, blind, (*scopes, blind))


async def _find_blind(
    state: WebState, visitor: Visitor, snapshot: Snapshot, lines: tuple[PlatformLine, ...], scopes: Hashable
) -> frozenset[int]:
    """The blind ones among them, found anew whenever a decision was added or the person is asked to read something else."""
    if not visitor.may(Right.DECIDE):
        return frozenset()
    said, asked = await load_own_reading(state.store, visitor.account.id)
    key = ("blind", scopes, visitor.account.id, visitor.account.assessor, visitor.grants)
    held = snapshot.made.get(key)
    if held is None or held[0] != (said, asked):
        decided = await _list_decided(state, said)
        told = [line for line in lines if line.head is not None and line.head.visit in decided]
        held = snapshot.made[key] = (said, asked), await list_blind_platforms(state, visitor, told)
    blind: frozenset[int] = held[1]
    return blind


async def _list_decided(state: WebState, said: int) -> frozenset[str]:
    """The visits on which anybody decided anything, as of that stamp or later: on all others nothing is hidden from anybody."""
    if state.memory.decided[0] != said:
        state.memory.decided = said, await list_decided_visits(state.store)
    return state.memory.decided[1]


async def load_city(state: WebState, visitor: Visitor, days: int) -> CityView:
    """The city as far as the visitor may see it, changes looked back at for that many days."""
    return _build_city(await load_seen_lines(state, visitor, Right.CITY), days)


def _build_city(seen: SeenLines, days: int) -> CityView:
    back = days if days in LOOKED_BACK else LOOKED_BACK[0]
    made = _kept(
        seen.snapshot, ("city", back, seen.key), lambda: build_city(seen.snapshot, seen.lines, back, seen.blind)
    )
    return replace(made, at=seen.snapshot.at)


async def load_city_body(state: WebState, visitor: Visitor, days: int) -> tuple[CityView, Markup]:
    """The city, and all of its page below the head."""
    seen = await load_seen_lines(state, visitor, Right.CITY)
    view = _build_city(seen, days)
    may_register = visitor.may(Right.REGISTER)

    def make() -> Markup:
        return render_part(
            visitor.lang, "city_body.html.j2", view=view, standard=state.rules.standard, looked_back=LOOKED_BACK,
            days=view.changes.days, may_register=may_register,
        )  # fmt: skip

    key = ("city page", view.changes.days, seen.key, visitor.lang, may_register)
    return view, _kept(seen.snapshot, key, make)


async def load_rank(state: WebState, visitor: Visitor, stage: str, district: str, tag: str) -> RankView:
    """The ranking of the platforms that the visitor may see, of that district and tag where one is named."""
    return _build_rank(await load_seen_lines(state, visitor, Right.CITY), stage, district, tag)


def _build_rank(seen: SeenLines, stage: str, district: str, tag: str) -> RankView:
    chosen = Stage(stage) if stage in tuple(Stage) else Stage.PROV

    def make() -> RankView:
        lines = [
            line
            for line in seen.lines
            if district in ("", line.known.registration.district)
            and (not tag or tag in (*line.known.registration.tags, line.known.registration.batch))
        ]
        return build_rank(lines, chosen, seen.blind)

    return _kept(seen.snapshot, ("rank", chosen, district, tag, seen.key), make)


async def load_rank_body(
    state: WebState, visitor: Visitor, stage: str, district: str, tag: str
) -> tuple[RankView, datetime, Markup]:
    """The ranking, the moment of which it is, and all of its page below the head."""
    seen = await load_seen_lines(state, visitor, Right.CITY)
    view = _build_rank(seen, stage, district, tag)

    def make() -> Markup:
        known = [line.known.registration for line in seen.lines]
        return render_part(
            visitor.lang, "rank_body.html.j2", view=view, stages=list(Stage), district=district, tag=tag,
            districts=sorted({registration.district for registration in known} - {""}),
            tags=sorted({one for registration in known for one in (*registration.tags, registration.batch)} - {""}),
            explained={"zh": EXPLAINED.zh, "en": EXPLAINED.en},
        )  # fmt: skip

    key = ("rank page", view.stage, district, tag, seen.key, visitor.lang)
    return view, seen.snapshot.at, _kept(seen.snapshot, key, make)


async def load_spread(state: WebState, visitor: Visitor) -> tuple[ScoreBar, ...]:
    """How the scores of all platforms are spread for which the visitor may see the city; () for who may not."""
    if not visitor.may(Right.CITY):
        return ()
    seen = await load_seen_lines(state, visitor, Right.CITY)
    return _kept(seen.snapshot, ("spread", seen.key), lambda: spread_scores(seen.lines)[0])


def _kept(snapshot: Snapshot, key: object, make: Callable[[], T]) -> T:
    """What was made of that snapshot before, else made now and kept with it; the oldest goes where there is much."""
    if key in snapshot.made:
        made: T = snapshot.made[key]
        return made
    while len(snapshot.made) >= MOST_KEPT:
        snapshot.made.pop(next(iter(snapshot.made)), None)
    snapshot.made[key] = fresh = make()
    return fresh
