"""What the page of one item shows: each check's answers, and every piece of their evidence with the views it is seen in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.site import Fetch
from xuncha.reports import order
from xuncha.reports.arrange import choose_tone
from xuncha.reports.pictures.figures import FigureNumbers
from xuncha.reports.seen import serialize_fetch
from xuncha.reports.words import clean_data
from xuncha.web.audit_data import AuditData, ViewFacts

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """One view that shows a piece of evidence; ``box`` in CSS px of its page, None where only words tell where it is."""

    view: ViewFacts
    box: tuple[float, float, float, float] | None
    sha256: str
    finding: str


@dataclass(frozen=True, slots=True)
class EvidencePiece:
    """One piece of evidence. ``n`` counts those of the item; ``figure`` is its number in the report, 0 = it has none there.

    ``kind``: view, fetch (a look without a browser, in ``fetch``), or measured (figures of several looks, no page of its own).
    """

    n: int
    figure: int
    kind: str
    quote: str
    url: str
    finding: str
    sha256: str
    places: tuple[EvidencePlace, ...] = ()
    fetch: Data | None = None

    def is_in(self, view: str) -> bool:
        """Whether that view shows it."""
        return any(place.view.id == view for place in self.places)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer, the same on these devices and in these looks."""

    finding: Data
    surfaces: tuple[tuple[str, tuple[int, ...]], ...]
    tone: str
    pieces: tuple[EvidencePiece, ...]


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check with its answers."""

    check: Data
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """One item. ``first``: the view shown at first, "" where none shows anything of it."""

    item: Data
    checks: tuple[ShownCheck, ...]
    beside: tuple[ShownAnswer, ...]  # answers that bear on it without counting for a check
    first: str

    @property
    def pieces(self) -> tuple[EvidencePiece, ...]:
        """Every piece, once, in the order of the page."""
        return tuple(piece for answer in self.answers for piece in answer.pieces)

    @property
    def answers(self) -> tuple[ShownAnswer, ...]:
        """Every answer, in the order of the page."""
        return (*(answer for check in self.checks for answer in check.answers), *self.beside)


def list_fetches_needed(data: AuditData, item: Data) -> frozenset[str]:
    """The ids of evidence of an item that are no views: of fetches."""
    findings = order.find_deciding_findings(item, data.findings)
    return frozenset(entry["view"] for found in findings for entry in found["evidence"]) - {"", *data.views}


def build_item_evidence(
    data: AuditData, item: Data, figures: FigureNumbers, fetches: Mapping[str, Fetch]
) -> ItemEvidence:
    """The evidence of one item, none left out."""
    made = _Pieces(data, figures, fetches)
    checks = tuple(
        ShownCheck(check, tuple(made.answers([data.findings[id] for id in check["findings"] if id in data.findings])))
        for check in item["checks"]
    )
    counted = {id for check in item["checks"] for id in check["findings"]}
    rest = [finding for finding in order.find_deciding_findings(item, data.findings) if finding["id"] not in counted]
    beside = tuple(made.answers(rest))
    answers = [*(answer for check in checks for answer in check.answers), *beside]
    return ItemEvidence(item, checks, beside, _first(answers))


def _first(answers: Sequence[ShownAnswer]) -> str:
    """The view to begin with: of what speaks against the platform before the rest, of what has a place before what has none."""
    weights = {"bad": 0, "unsure": 1}
    ranked = sorted(
        (weights.get(answer.tone, 2), place.box is None, not place.view.screenshot, n, place.view.id)
        for n, (answer, place) in enumerate(
            (answer, place) for answer in answers for piece in answer.pieces for place in piece.places
        )
    )
    return str(ranked[0][-1]) if ranked else ""


class _Pieces:
    """Numbers the pieces of one item as they come."""

    def __init__(self, data: AuditData, figures: FigureNumbers, fetches: Mapping[str, Fetch]) -> None:
        self._data, self._figures, self._fetches, self._n = data, figures, fetches, 0

    def answers(self, findings: Sequence[Data]) -> Iterator[ShownAnswer]:
        for same in order.group_alike_findings(findings):
            looks: dict[str, list[int]] = {}
            for found in same:
                looks.setdefault(found["device"], []).append(found["look"])
            surfaces = tuple((device, tuple(sorted(set(look)))) for device, look in looks.items())
            yield ShownAnswer(same[0], surfaces, choose_tone(same[0]), tuple(self._pieces(same)))

    def _pieces(self, same: Sequence[Data]) -> Iterator[EvidencePiece]:
        """What is the same place, or the same words of the same address, is one piece seen in several views."""
        table: dict[tuple[object, ...], list[tuple[Data, Data]]] = {}
        for found in same:
            for entry in found["evidence"]:
                number = self._figures.of(entry["view"], entry["box"])
                key = (
                    (number, entry["quote"])
                    if number
                    else (entry["url"], entry["quote"], entry["view"] in self._data.views)
                )
                table.setdefault(key, []).append((found, entry))
        for told in table.values():
            self._n += 1
            yield self._piece(told)

    def _piece(self, told: Sequence[tuple[Data, Data]]) -> EvidencePiece:
        found, row = told[0]
        places: dict[tuple[object, ...], EvidencePlace] = {}
        for finding, entry in told:
            view = self._data.views.get(entry["view"])
            if view is not None:
                x = entry["box"]
                box = (x[0], x[1], x[2], x[3]) if x and x[2] > 0 and x[3] > 0 else None
                places.setdefault((view.id, box), EvidencePlace(view, box, entry["sha256"], finding["id"]))
        fetch = self._fetches.get(row["view"])
        return EvidencePiece(
            n=self._n,
            figure=self._figures.of(row["view"], row["box"]),
            kind="view" if places else "fetch" if fetch is not None else "measured",
            quote=row["quote"],
            url=row["url"],
            finding=f"{found['id']}·{found['evidence'].index(row) + 1}",
            sha256=row["sha256"],
            places=tuple(sorted(places.values(), key=lambda place: (place.view.look, place.view.device))),
            fetch=clean_data(serialize_fetch(fetch)) if fetch is not None else None,
        )
