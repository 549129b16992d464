"""Two audits' answers to one item side by side: differing answers, quotes with changes marked, and pictures of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from xuncha.compare.corresponding import EvidenceFinder, PagePlace
from xuncha.compare.matching import Pair, match_answers, match_evidence
from xuncha.compare.worddiff import DiffBounds, diff_texts
from xuncha.reports import words
from xuncha.reports.arrange import choose_tone
from xuncha.reports.pictures.crops import Album, Figure

Data = Mapping[str, Any]
WIDE = 2.8  # width to height


@dataclass(frozen=True, slots=True)
class AuditSide:
    """One of the two audits. ``finder`` finds places on its pages."""

    views: Mapping[str, Data]
    findings: Mapping[str, Data]
    album: Album
    finder: EvidenceFinder
    shown: set[int]  # numbers of the figures already on the page


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """One quote with its picture; ``first``: the picture is shown here, not at an earlier quote of this side.

    With ``evidence`` None it is only the place where the other audit's evidence stood; ``there`` where that page has
    the words nevertheless.
    """

    evidence: Data | None
    quote: Markup
    view: Data | None
    figure: Figure | None
    first: bool
    there: bool

    @property
    def wide(self) -> bool:
        """Whether the picture is too wide to be readable on half a page."""
        return self.first and self.figure is not None and self.figure.width > WIDE * self.figure.height


PiecePair = tuple[QuotePiece | None, QuotePiece | None]


@dataclass(frozen=True, slots=True)
class AnswerHalf:
    """One audit's answer; None stands for an answer it does not have."""

    finding: Data
    tone: str
    because: Markup


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """One question that the audits answer differently on these devices."""

    asks: Data | None
    devices: tuple[str, ...]
    halves: tuple[AnswerHalf | None, AnswerHalf | None]
    pieces: tuple[PiecePair, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PairedItem:
    """One item: reasons with changes marked, differing answers, and how many answers are left out or the same."""

    because: tuple[Markup, Markup]
    answers: tuple[AnswerPair, ...]
    more: int
    alike: int


@dataclass(frozen=True, slots=True)
class _Drafted:
    """An answer before its pictures are cut."""

    devices: tuple[str, ...]
    found: Pair
    pieces: tuple[Pair, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What will be shown of an item, with its pictures requested."""

    items: tuple[Data, Data]
    answers: tuple[_Drafted, ...]
    more: int
    alike: int


def draft_item(
    items: tuple[Data, Data], sides: tuple[AuditSide, AuditSide], limits: Data, bounds: DiffBounds, same: float
) -> ItemDraft:
    """Pair the answers of one item and request their pictures; ``finish_item`` follows once both albums are cut."""
    unlike, alike = match_answers(items, (sides[0].findings, sides[1].findings))
    shown = []
    for devices, found in unlike[: limits["answers"]]:
        quoted = match_evidence(found, bounds, same)
        shown.append(_Drafted(devices, found, quoted[: limits["pieces"]], max(0, len(quoted) - limits["pieces"])))
    _wish([pair for answer in shown for pair in answer.pieces], sides, limits["pictures"])
    return ItemDraft(items, tuple(shown), len(unlike) - len(shown), alike)


def _wish(pairs: Sequence[Pair], sides: tuple[AuditSide, AuditSide], most: int) -> None:
    """Request pictures of evidence first, then of where the other audit's evidence stood (one such place a page)."""
    wished: tuple[set[PagePlace], set[PagePlace]] = (set(), set())
    for own in (True, False):
        for pair, at in ((pair, at) for pair in pairs for at in (0, 1) if (pair[at] is not None) is own):
            spot = _spot(pair, sides, at)
            if spot is None or len(wished[at]) >= most:
                continue
            again = not spot.there and any(place.view == spot.view and not place.there for place in wished[at])
            if not again and sides[at].album.wish(spot.view, spot.box):
                wished[at].add(spot)


def finish_item(made: ItemDraft, sides: tuple[AuditSide, AuditSide], bounds: DiffBounds) -> PairedItem:
    """The item with its pictures filled in."""
    answers = tuple(
        AnswerPair(
            next((row["asks"] for row in reversed(answer.found) if row), None),
            answer.devices,
            _halves(answer.found, bounds),
            _packed([_shown(pair, sides, bounds) for pair in answer.pieces]),
            answer.more,
        )
        for answer in made.answers
    )
    return PairedItem(
        mark_changes(made.items[0]["because"], made.items[1]["because"], bounds), answers, made.more, made.alike
    )


def _packed(rows: Sequence[PiecePair]) -> tuple[PiecePair, ...]:
    """Put quotes of one side alone into common rows with quotes of the other side alone."""
    left = [one for one, other in rows if one and not other]
    right = [other for one, other in rows if other and not one]
    return (*(row for row in rows if row[0] and row[1]), *zip_longest(left, right))


def mark_changes(before: Data | None, after: Data | None, bounds: DiffBounds) -> tuple[Markup, Markup]:
    """Both texts in both languages, with changes marked."""
    if before is None or after is None:
        return words.render_both(before), words.render_both(after)
    pairs = {lang: diff_texts(before[lang], after[lang], bounds) for lang in ("zh", "en")}
    old, new = ({lang: pair[at] for lang, pair in pairs.items()} for at in (0, 1))
    return words.render_both(old), words.render_both(new)


def _spot(pair: Pair, sides: tuple[AuditSide, AuditSide], at: int) -> PagePlace | None:
    """The place that side's picture shows: its own evidence, or where the other side's would stand."""
    own, other, across = pair[at], pair[1 - at], sides[1 - at]
    if own is not None:
        return sides[at].finder.own(own)
    view = across.views.get(other["view"]) if other else None
    if other is None or view is None:
        return None
    place = across.finder.own(other)
    return sides[at].finder.other(other, view, place.box if place else None)


def _halves(found: Pair, bounds: DiffBounds) -> tuple[AnswerHalf | None, AnswerHalf | None]:
    one, other = found
    texts = mark_changes(one["because"] if one else None, other["because"] if other else None, bounds)
    old, new = (
        AnswerHalf(row, choose_tone(row), text) if row else None for row, text in zip(found, texts, strict=True)
    )
    return old, new


def _shown(pair: Pair, sides: tuple[AuditSide, AuditSide], bounds: DiffBounds) -> PiecePair:
    quotes = diff_texts(pair[0]["quote"] if pair[0] else "", pair[1]["quote"] if pair[1] else "", bounds)
    made: list[QuotePiece | None] = []
    for at, side in enumerate(sides):
        own, spot = pair[at], _spot(pair, sides, at)
        figure = side.album.figure(spot.view, spot.box) if spot else None
        first = figure is not None and figure.number not in side.shown
        if figure is not None:
            side.shown.add(figure.number)
        view = side.views.get(own["view"] if own else spot.view if spot else "")
        there = bool(spot and spot.there)
        made.append(QuotePiece(own, quotes[at], view, figure, first, there) if own or first or there else None)
    return made[0], made[1]
