"""What two audits say of one item, side by side: answers that differ, their quotes with what changed marked, and pictures of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from xuncha.reports import words
from xuncha.reports.arrange import _tone as tone
from xuncha.reports.arrange import deciding
from xuncha.reports.corresponding import Find, Place
from xuncha.reports.crops import Album, Figure
from xuncha.reports.worddiff import Bounds, diff, likeness

Data = Mapping[str, Any]
WIDE = 2.8  # width to height


@dataclass(frozen=True, slots=True)
class Side:
    """One audit of the two. ``find`` looks up on its pages what only the other one quotes."""

    views: Mapping[str, Data]
    findings: Mapping[str, Data]
    album: Album
    find: Find
    shown: set[int]  # numbers of the figures that stand on the page already


@dataclass(frozen=True, slots=True)
class Piece:
    """One quote with its picture; ``first`` where the picture stands here and not at an earlier quote of this side.

    ``evidence`` None: only the place where the other audit's evidence stood.
    """

    evidence: Data | None
    quote: Markup
    view: Data | None
    figure: Figure | None
    first: bool

    @property
    def wide(self) -> bool:
        """Whether half a page is too narrow to read it."""
        return self.first and self.figure is not None and self.figure.width > WIDE * self.figure.height


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
    pieces: tuple[tuple[Piece | None, Piece | None], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Of one item: reasons with their changes marked, answers that differ, and how many are left out or alike."""

    because: tuple[Markup, Markup]
    answers: tuple[Answer, ...]
    more: int
    alike: int


_Pair = tuple[Data | None, Data | None]
_Pieces = tuple[_Pair, ...]


@dataclass(frozen=True, slots=True)
class _Drafted:
    """An answer before pictures are cut."""

    devices: tuple[str, ...]
    found: _Pair
    pieces: _Pieces
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
    unlike, alike = _answers(items, sides)
    shown = []
    for devices, found in unlike[: limits["answers"]]:
        pieces = _pieces(found, bounds, same)
        shown.append(_Drafted(devices, found, pieces[: limits["pieces"]], max(0, len(pieces) - limits["pieces"])))
    _wish([pair for answer in shown for pair in answer.pieces], sides, limits["pictures"])
    return Draft(items, tuple(shown), len(unlike) - len(shown), alike)


def _wish(pairs: Sequence[_Pair], sides: tuple[Side, Side], most: int) -> None:
    """Evidence first; then the places where the other audit's evidence stood."""
    wished: tuple[set[object], set[object]] = (set(), set())
    for own in (True, False):
        for pair in pairs:
            for at, (view, box) in enumerate(_boxes(pair, sides)):
                if (
                    (pair[at] is not None) is own
                    and view
                    and box
                    and len(wished[at]) < most
                    and sides[at].album.wish(view, box)
                ):
                    wished[at].add((view, *box))


def finish(made: Draft, sides: tuple[Side, Side], bounds: Bounds) -> Paired:
    """The item with its pictures."""
    answers = tuple(
        Answer(
            next((each["asks"] for each in reversed(answer.found) if each), None),
            answer.devices,
            _halves(answer.found, bounds),
            tuple(_shown(pair, sides, bounds) for pair in answer.pieces),
            answer.more,
        )
        for answer in made.answers
    )
    return Paired(marked(made.items[0]["because"], made.items[1]["because"], bounds), answers, made.more, made.alike)


def marked(before: Data | None, after: Data | None, bounds: Bounds) -> tuple[Markup, Markup]:
    """Both texts in both languages, changes marked."""
    if before is None or after is None:
        return words.both(before), words.both(after)
    pairs = {lang: diff(before[lang], after[lang], bounds) for lang in ("zh", "en")}
    return words.both({lang: each[0] for lang, each in pairs.items()}), words.both(
        {lang: each[1] for lang, each in pairs.items()}
    )


def _answers(items: tuple[Data, Data], sides: tuple[Side, Side]) -> tuple[list[tuple[tuple[str, ...], _Pair]], int]:
    """Answers that differ, those said alike on both devices once; and how many are the same."""
    decided = [_by_surface(deciding(item, side.findings)) for item, side in zip(items, sides, strict=True)]
    others = [_by_surface(side.findings.values()) for side in sides]
    table: dict[tuple[object, ...], tuple[list[str], _Pair]] = {}
    alike = 0
    for key in dict.fromkeys([*decided[0], *decided[1]]):
        found = (decided[0].get(key) or others[0].get(key), decided[1].get(key) or others[1].get(key))
        told = tuple(_told(each) for each in found)
        if told[0] == told[1]:
            alike += 1
            continue
        table.setdefault((key[0], *told), ([], found))[0].append(key[1])
    return [(tuple(devices), found) for devices, found in table.values()], alike


def _by_surface(findings: Any) -> dict[tuple[str, str], Data]:
    """The first answer of each probe on each device."""
    table: dict[tuple[str, str], Data] = {}
    for each in findings:
        table.setdefault((each["probe"], each["device"]), each)
    return table


def _told(found: Data | None) -> tuple[object, ...] | None:
    if found is None:
        return None
    quotes = tuple(sorted(each["quote"] for each in found["evidence"]))
    return found["outcome"], found["fraction"], found["because"]["zh"], quotes


def _pieces(found: _Pair, bounds: Bounds, same: float) -> _Pieces:
    """Evidence of both, paired where it is the same quote or one that was changed; what differs first."""
    old, new = (_distinct(each["evidence"]) if each else [] for each in found)
    pairs: list[_Pair] = []
    for one in old:
        twin = next((other for other in new if _place(one) == _place(other) and one["quote"] == other["quote"]), None)
        twin = twin or next((other for other in new if one["quote"] == other["quote"]), None)
        if twin is None:
            ranked = [(likeness(one["quote"], other["quote"], bounds), -at) for at, other in enumerate(new)]
            best = max(ranked, default=(0.0, 0))
            twin = new[-best[1]] if best[0] >= same else None
        if twin is not None:
            new.remove(twin)
        pairs.append((one, twin))
    pairs += [(None, other) for other in new]
    return tuple(sorted(pairs, key=lambda pair: pair[0] is not None and pair[1] is not None and pair[0]["quote"] == pair[1]["quote"]))  # fmt: skip


def _distinct(evidence: Sequence[Data]) -> list[Data]:
    """The same quote of the same page once, with its picture where one of them has a place."""
    ranked = sorted(evidence, key=lambda each: not each["box"])
    kept = {(each["url"], each["quote"]): each for each in reversed(ranked)}
    return [each for each in evidence if each is kept[each["url"], each["quote"]]]


def _place(piece: Data) -> tuple[object, ...]:
    return piece["selector"], piece["url"]


def _boxes(pair: _Pair, sides: tuple[Side, Side]) -> list[tuple[str | None, Sequence[float] | None]]:
    """Of which view and round which box each side's picture is."""
    found: list[tuple[str | None, Sequence[float] | None]] = []
    for at in (0, 1):
        own, other = pair[at], pair[1 - at]
        if own is not None:
            found.append((own["view"], own["box"]))
            continue
        place = _counterpart(other, sides, at)
        found.append((place.view, place.box) if place else (None, None))
    return found


def _counterpart(other: Data | None, sides: tuple[Side, Side], at: int) -> Place | None:
    view = sides[1 - at].views.get(other["view"]) if other else None
    return sides[at].find(other, view) if other and view and other["box"] else None


def _halves(found: _Pair, bounds: Bounds) -> tuple[Half | None, Half | None]:
    one, other = found
    texts = marked(one["because"] if one else None, other["because"] if other else None, bounds)
    old, new = (Half(each, tone(each), text) if each else None for each, text in zip(found, texts, strict=True))
    return old, new


def _shown(pair: _Pair, sides: tuple[Side, Side], bounds: Bounds) -> tuple[Piece | None, Piece | None]:
    quotes = diff(pair[0]["quote"] if pair[0] else "", pair[1]["quote"] if pair[1] else "", bounds)
    made: list[Piece | None] = []
    for at, (view, box) in enumerate(_boxes(pair, sides)):
        own, side = pair[at], sides[at]
        figure = side.album.figure(view, box) if view else None
        first = figure is not None and figure.number not in side.shown
        if own is None and not first:
            made.append(None)
            continue
        if figure is not None:
            side.shown.add(figure.number)
        made.append(Piece(own, quotes[at], side.views.get(view or ""), figure, first))
    return made[0], made[1]
