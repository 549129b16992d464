"""Views over all platforms, made once for each snapshot and each visitor's scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scoring.score import Stage
from xuncha.web.overview.city_snapshot import Snapshot
from xuncha.web.overview.overview_cache import LOOKED_BACK
from xuncha.web.security.access import Right, Visitor
from xuncha.web.security.scopes import keep_allowed
from xuncha.web.views.city.city_figures import ScoreBar, spread_scores
from xuncha.web.views.city.city_view import CityView, build_city
from xuncha.web.views.city.rank_view import RankView, build_rank
from xuncha.web.web_state import WebState

T = TypeVar("T")


async def load_city(state: WebState, visitor: Visitor, days: int) -> CityView:
    """The city as far as the visitor may see it, changes looked back at for that many days."""
    snapshot = await state.load_overview()
    back = days if days in LOOKED_BACK else LOOKED_BACK[0]
    lines = keep_allowed(snapshot.lines, visitor, Right.CITY)
    return _kept(
        snapshot, ("city", back, visitor.scopes_of(Right.CITY), visitor.only), lambda: build_city(snapshot, lines, back)
    )


async def load_rank(state: WebState, visitor: Visitor, stage: str, district: str, tag: str) -> RankView:
    """The ranking of the platforms that the visitor may see, of that district and tag where one is named."""
    snapshot = await state.load_overview()
    chosen = Stage(stage) if stage in tuple(Stage) else Stage.PROV

    def make() -> RankView:
        lines = [
            line
            for line in keep_allowed(snapshot.lines, visitor, Right.CITY)
            if district in ("", line.known.registration.district)
            and (not tag or tag in (*line.known.registration.tags, line.known.registration.batch))
        ]
        return build_rank(lines, chosen)

    return _kept(snapshot, ("rank", chosen, district, tag, visitor.scopes_of(Right.CITY), visitor.only), make)


async def load_spread(state: WebState, visitor: Visitor) -> tuple[ScoreBar, ...]:
    """How the scores of all platforms are spread for which the visitor may see the city; () for who may not."""
    if not visitor.may(Right.CITY):
        return ()
    snapshot = await state.load_overview()
    key = ("spread", visitor.scopes_of(Right.CITY), visitor.only)
    return _kept(snapshot, key, lambda: spread_scores(keep_allowed(snapshot.lines, visitor, Right.CITY))[0])


def _kept(snapshot: Snapshot, key: object, make: Callable[[], T]) -> T:
    """What was made of that snapshot before, else made now and kept with it."""
    if key not in snapshot.made:
        snapshot.made[key] = make()
    made: T = snapshot.made[key]
    return made
