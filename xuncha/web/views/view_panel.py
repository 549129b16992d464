"""What the viewer shows of one view: its picture with numbered boxes, and the views to hold beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from xuncha.web.audit_data import ViewFacts
from xuncha.web.views.item_evidence import ItemEvidence

TABS = ("picture", "words", "html", "exchange", "timing", "replay")
WAYS = ("side", "swipe", "difference")


@dataclass(frozen=True, slots=True)
class NumberedBox:
    """A frame on the picture, in CSS px of the page; ``label`` is the figure's number, or the piece's; ``pieces`` are seen there."""

    pieces: tuple[int, ...]
    label: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class PanelPicture:
    """A view's picture. ``address`` "" = none is kept; ``width``, ``height``: of what it shows, in CSS px."""

    view: ViewFacts
    address: str
    width: float
    height: float
    boxes: tuple[NumberedBox, ...]


@dataclass(frozen=True, slots=True)
class CompanionViews:
    """Views of the same page: on the other device, in the other look, in other states."""

    devices: tuple[ViewFacts, ...]
    looks: tuple[ViewFacts, ...]
    states: tuple[ViewFacts, ...]

    @property
    def beside(self) -> tuple[ViewFacts, ...]:
        """Those worth holding beside it on the same device: other looks, then other states."""
        return (*self.looks, *self.states)


def label_piece(n: int, figure: int) -> str:
    """How a piece is called on the picture: by its figure's number, else by its own after an E."""
    return str(figure) if figure else f"E{n}"


def number_boxes(shown: ItemEvidence, view: str) -> tuple[NumberedBox, ...]:
    """All boxes of the item on that view, one a place, the largest first, so that none lies beneath a larger one."""
    table: dict[str, tuple[tuple[float, float, float, float], list[int]]] = {}
    for piece in shown.pieces:
        for place in piece.places:
            if place.view.id == view and place.box is not None:
                table.setdefault(label_piece(piece.n, piece.figure), (place.box, []))[1].append(piece.n)
    found = [NumberedBox(tuple(dict.fromkeys(pieces)), label, *box) for label, (box, pieces) in table.items()]
    return tuple(sorted(found, key=lambda box: -box.w * box.h))


def list_views_of_item(shown: ItemEvidence) -> tuple[ViewFacts, ...]:
    """Every view that shows evidence of the item, once, in the order of the page."""
    return tuple({place.view.id: place.view for piece in shown.pieces for place in piece.places}.values())


def find_companions(views: Mapping[str, ViewFacts], view: ViewFacts) -> CompanionViews:
    """The views of the same page that differ in one thing."""

    def alike(one: ViewFacts, *but: str) -> bool:
        parts = {"role", "state", "device", "look"} - set(but)
        return one.id != view.id and all(getattr(one, part) == getattr(view, part) for part in parts)

    devices = _same_page(
        view, (other for other in views.values() if alike(other, "device") and other.device != view.device)
    )
    looks = _same_page(view, (other for other in views.values() if alike(other, "look") and other.look != view.look))
    states: dict[str, list[ViewFacts]] = {}
    for candidate in views.values():
        if alike(candidate, "state") and candidate.state != view.state:
            states.setdefault(candidate.state, []).append(candidate)
    found = [_same_page(view, state)[:1] for _, state in sorted(states.items())]
    return CompanionViews(devices[:1], looks[:2], tuple(facts for some in found for facts in some))


def _same_page(view: ViewFacts, candidates: Iterable[ViewFacts]) -> tuple[ViewFacts, ...]:
    """Those of the same address, else of the same path, else the only one there is."""
    several = sorted(candidates, key=lambda candidate: candidate.at)
    for key in (lambda facts: facts.url, lambda facts: _path(facts.url)):
        if alike := tuple(facts for facts in several if key(facts) == key(view)):
            return alike
    return tuple(several) if len(several) == 1 else ()


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return url
