"""What two audits say of one item, side by side: answers that differ, their quotes with what changed marked, and pictures of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from xuncha.reports import words
from xuncha.reports.arrange import tone
from xuncha.reports.corresponding import Finder, Place
from xuncha.reports.crops import Album, Figure
from xuncha.reports.matching import Pair, answers, pieces
from xuncha.reports.worddiff import Bounds, diff

Data = Mapping[str, Any]
WIDE = 2.8  # width to height


@dataclass(frozen=True, slots=True)
class Side:
    """One audit of the two. ``finder`` looks on its pages."""

    views: Mapping[str, Data]
    findings: Mapping[str, Data]
    album: Album
    finder: Finder
    shown: set[int]  # numbers of the figures that stand on the page already


@dataclass(frozen=True, slots=True)
class Piece:
    """One quote with its picture; ``first`` where the picture stands here and not at an earlier quote of this side.

    ``evidence`` None: only the place where the other audit's evidence stood; ``there`` where that page has the words all the same.
    """

    evidence: Data | None
    quote: Markup
    view: Data | None
    figure: Figure | None
    first: bool
    there: bool

    @property
    def wide(self) -> bool:
        """Whether half a page is too narrow to read it."""
        return self.first and self.figure is not None and self.figure.width > WIDE * self.figure.height


Shown = tuple[Piece | None, Piece | None]


@dataclass(frozen=True, slots=True)
class Half:
    """What one audit answers; None for an answer that it has not."""

    finding: Data
    tone: str
    because: Markup


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that the audits answer otherwise, on these devices."""

    asks: Data | None
    devices: tuple[str, ...]
    halves: tuple[Half | None, Half | None]
    pieces: tuple[Shown, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Of one item: reasons with their changes marked, answers that differ, and how many are left out or alike."""

    because: tuple[Markup, Markup]
    answers: tuple[Answer, ...]
    more: int
    alike: int


@dataclass(frozen=True, slots=True)
class _Drafted:
    """An answer before pictures are cut."""

    devices: tuple[str, ...]
    found: Pair
    pieces: tuple[Pair, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be shown of one item, and its wishes for pictures."""

    items: tuple[Data, Data]
    answers: tuple[_Drafted, ...]
    more: int
    alike: int


def draft(items: tuple[Data, Data], sides: tuple[Side, Side], limits: Data, bounds: Bounds, same: float) -> Draft:
    """Pair the answers of one item and wish for their pictures; ``finish`` follows once both albums are cut."""
    unlike, alike = answers(items, (sides[0].findings, sides[1].findings))
    shown = []
    for devices, found in unlike[: limits["answers"]]:
        quoted = pieces(found, bounds, same)
        shown.append(_Drafted(devices, found, quoted[: limits["pieces"]], max(0, len(quoted) - limits["pieces"])))
    _wish([pair for answer in shown for pair in answer.pieces], sides, limits["pictures"])
    return Draft(items, tuple(shown), len(unlike) - len(shown), alike)


def _wish(pairs: Sequence[Pair], sides: tuple[Side, Side], most: int) -> None:
    """Evidence first; then where the other audit's evidence stood, of each page one such place."""
    wished: tuple[set[Place], set[Place]] = (set(), set())
    for own in (True, False):
        for pair, at in ((pair, at) for pair in pairs for at in (0, 1) if (pair[at] is not None) is own):
            spot = _spot(pair, sides, at)
            if spot is None or len(wished[at]) >= most:
                continue
            again = not spot.there and any(each.view == spot.view and not each.there for each in wished[at])
            if not again and sides[at].album.wish(spot.view, spot.box):
                wished[at].add(spot)


def finish(made: Draft, sides: tuple[Side, Side], bounds: Bounds) -> Paired:
    """The item with its pictures."""
    answers = tuple(
        Answer(
            next((each["asks"] for each in reversed(answer.found) if each), None),
            answer.devices,
            _halves(answer.found, bounds),
            _packed([_shown(pair, sides, bounds) for pair in answer.pieces]),
            answer.more,
        )
        for answer in made.answers
    )
    return Paired(marked(made.items[0]["because"], made.items[1]["because"], bounds), answers, made.more, made.alike)


def _packed(rows: Sequence[Shown]) -> tuple[Shown, ...]:
    """What stands on one side alone, in rows with what stands on the other alone."""
    left = [one for one, other in rows if one and not other]
    right = [other for one, other in rows if other and not one]
    return (*(row for row in rows if row[0] and row[1]), *zip_longest(left, right))


def marked(before: Data | None, after: Data | None, bounds: Bounds) -> tuple[Markup, Markup]:
    """Both texts in both languages, changes marked."""
    if before is None or after is None:
        return words.both(before), words.both(after)
    pairs = {lang: diff(before[lang], after[lang], bounds) for lang in ("zh", "en")}
    old, new = ({lang: pair[at] for lang, pair in pairs.items()} for at in (0, 1))
    return words.both(old), words.both(new)


def _spot(pair: Pair, sides: tuple[Side, Side], at: int) -> Place | None:
    """What the picture of that side is of: its own evidence, or where the other side's would stand."""
    own, other, across = pair[at], pair[1 - at], sides[1 - at]
    if own is not None:
        return sides[at].finder.own(own)
    view = across.views.get(other["view"]) if other else None
    if other is None or view is None:
        return None
    place = across.finder.own(other)
    return sides[at].finder.other(other, view, place.box if place else None)


def _halves(found: Pair, bounds: Bounds) -> tuple[Half | None, Half | None]:
    one, other = found
    texts = marked(one["because"] if one else None, other["because"] if other else None, bounds)
    old, new = (Half(each, tone(each), text) if each else None for each, text in zip(found, texts, strict=True))
    return old, new


def _shown(pair: Pair, sides: tuple[Side, Side], bounds: Bounds) -> Shown:
    quotes = diff(pair[0]["quote"] if pair[0] else "", pair[1]["quote"] if pair[1] else "", bounds)
    made: list[Piece | None] = []
    for at, side in enumerate(sides):
        own, spot = pair[at], _spot(pair, sides, at)
        figure = side.album.figure(spot.view, spot.box) if spot else None
        first = figure is not None and figure.number not in side.shown
        if figure is not None:
            side.shown.add(figure.number)
        view = side.views.get(own["view"] if own else spot.view if spot else "")
        there = bool(spot and spot.there)
        made.append(Piece(own, quotes[at], view, figure, first, there) if own or first or there else None)
    return made[0], made[1]
