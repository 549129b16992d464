"""The ranking as a page shows it: groups of comparables with their intervals, ties as ranges, and who has no place and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probes.finding import Text
from scoring.score import Score, Stage
from storage.overview.platform_standings import PlatformStanding
from xuncha.commands.run_rank import RankListing, build_rank_listing, describe_group, list_unranked
from xuncha.compare.rank_entrants import RankedEntrant
from xuncha.reports.words import clean_text
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.rendering import say_words
from xuncha.web.views.city.city_figures import name_grade

BOTH = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RankRow:
    """One ranked platform; its rank is from ``best`` to ``worst``. ``unseen``: its last visit did not see it, the score is older."""

    platform: int
    called: str
    best: int
    worst: int
    score: Score
    grade: str
    confirmed: tuple[str, ...]
    unseen: bool
    audit: str


@dataclass(frozen=True, slots=True)
class RankGroup:
    """Platforms that may be compared with each other."""

    described: BOTH
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True)
class UnrankedRow:
    """One platform without a place; ``section``: not comparable, not seen, or without a score."""

    platform: int
    called: str
    section: BOTH
    why: BOTH


@dataclass(frozen=True, slots=True)
class RankView:
    """``listing``: what the workbook is made of."""

    stage: Stage
    groups: tuple[RankGroup, ...]
    without: tuple[UnrankedRow, ...]
    pending: int
    listing: RankListing


def build_rank(lines: Sequence[PlatformLine], stage: Stage, blind: frozenset[int] = frozenset()) -> RankView:
    """The ranking of those platforms that are worked out; the others are ``pending``, and the ``blind`` ones have no place yet."""
    hidden = [line for line in lines if line.known.id in blind]
    lines = [line for line in lines if line.known.id not in blind]
    known = {line.known.id: line for line in lines if line.standing is not None or line.head is None}
    nowhere = PlatformStanding(None, False, {stage: Score(None, 0.0, 0.0, 100.0)}, {})  # never audited
    listing = build_rank_listing(
        {id: line.known for id, line in known.items()},
        {id: line.standing if line.standing is not None else nowhere for id, line in known.items()},
        stage,
        {id: line.unseen for id, line in known.items() if line.unseen is not None},
        name_ties=False,
    )
    groups = tuple(
        RankGroup(_both(describe_group(group)), tuple(_row(known[one.entrant.id], one, stage) for one in group.ranked))
        for group in listing.ranking.groups
    )
    without = tuple(
        UnrankedRow(id, clean_text(known[id].called), _both(section), _both(why))
        for id, section, why in list_unranked(listing)
        if id in known
    )
    section, why = (_say_both(f"platforms.{key}") for key in ("blind", "blind_score"))
    without += tuple(UnrankedRow(line.known.id, clean_text(line.called), section, why) for line in hidden)
    return RankView(stage, groups, without, len(lines) - len(known), listing)


def _row(line: PlatformLine, one: RankedEntrant, stage: Stage) -> RankRow:
    assert line.standing is not None
    grade = line.standing.grades[stage]
    return RankRow(
        line.known.id, clean_text(line.called), one.best, one.worst, one.entrant.score, name_grade(grade), line.standing.confirmed,
        line.unseen is not None, line.head.audit if line.head else "",
    )  # fmt: skip


def _say_both(key: str) -> BOTH:
    return {"zh": say_words("zh", key), "en": say_words("en", key)}


def _both(text: Text) -> BOTH:
    return {"zh": text.zh, "en": text.en}
