"""What a form asks consent by: a box with its words, words that take signing in for consent, or a button that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.site import Element, View
from crawler.vocabulary import Unseen
from probes.pages.layout.forms import AROUND, FILE, is_drawn, is_real, is_ticked
from probes.text.normalise import plain_text
from probes.text.remember import per_line
from probes.text.word_pattern import compile_words

_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in _DATA.words.items()}
_FILLED = frozenset(_WORDS["filled"])
_LIGHT = "#ffffff"  # of a box that is filled with nothing else
_UNDER_A_DRAWING = frozenset(set(Unseen) - {Unseen.DISPLAY_NONE, Unseen.OFF_SCREEN})


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """A consent box, or words that take signing in for consent (``box`` is None then).

    ``ticked`` is None where it cannot be told; ``drawn`` marks a box that is an icon, whose state is read from class
    names, or from its fill.
    """

    words: str
    box: Element | None
    label: Element
    ticked: bool | None
    drawn: bool
    agreement: bool  # the service agreement is linked
    privacy: bool  # the privacy policy is linked

    @property
    def implied(self) -> bool:
        """Whether signing in is taken for consent, without a box."""
        return self.box is None


def find_consents(view: View) -> tuple[ConsentBox, ...]:
    """Every consent on the page, real boxes first, each label once."""
    found: dict[int, ConsentBox] = {}
    labels = [element for element in view.elements if element.seen and _is_label(element)]
    innermost = [label for label in labels if not any(other.parent == label.id for other in labels)]
    rows = {} if labels else _rows(view)
    for label in (*innermost, *map(view.element, rows)):
        box = _box_of(view, label)
        if box is None and not compile_words(_WORDS["implied"]).search(plain_text(label.words)):
            continue
        links = _links(view, label)
        found[label.id] = ConsentBox(
            words=rows.get(label.id) or " ".join((label.text or label.own or label.name).split()),
            box=box,
            label=label,
            ticked=_state(view, box) if box else None,
            drawn=box is not None and not is_real(box),
            agreement=_any(links, "agreement"),
            privacy=_any(links, "privacy"),
        )
    found |= {} if found else {consent.label.id: consent for consent in _pressed(view)}
    return tuple(sorted(found.values(), key=lambda box: (box.implied, box.drawn, box.label.id)))


def find_mention(view: View, home: View | None) -> tuple[Element | None, str] | None:
    """What in the page's body speaks of consent or of a document to consent to, whoever can tell how; None where nothing does.

    What the home page says too stands in the frame of every page. Words that no element is known for count as well, and hidden ones:
    they may come to sight once registering is chosen.
    """
    framed = frozenset() if home is None else frozenset(map(plain_text, _said(home)))
    for element in view.elements:
        raw = element.own or element.name or element.ocr
        said = plain_text(raw)
        if element.seen and element.region not in AROUND and said not in framed and _mentions(said):
            return element, raw
    around = framed | {plain_text(element.own) for element in view.elements if element.region in AROUND}
    pieces = sorted((piece for piece in around if piece and _mentions(piece)), key=len, reverse=True)
    for line in view.text.split("\n"):
        said = plain_text(line)
        for piece in pieces:  # a line of the frame holds several links
            said = said.replace(piece, " ")
        if _mentions(said):
            return None, line
    hidden = (one.own or one.text for one in view.elements if not one.seen and one.region not in AROUND)
    return next(
        ((None, said) for said in hidden if plain_text(said) not in framed and _mentions(plain_text(said))), None
    )


def _said(view: View) -> Iterator[str]:
    yield from view.text.split("\n")
    yield from (element.own for element in view.elements)


@per_line
def _mentions(said: str) -> bool:
    return any(word in said for kind in ("mentions", "agreement", "privacy") for word in _WORDS[kind])


def _pressed(view: View) -> Iterator[ConsentBox]:
    """Buttons whose words take pressing them for consent, where a document is linked in the page's body or named on the button."""
    documents = [
        link
        for link in view.elements
        if link.seen
        and (link.href or link.clickable)
        and link.region not in AROUND
        and _any((link,), "agreement", "privacy")
    ]
    for button in view.elements:
        said = plain_text(button.text or button.own or button.name)
        works = button.tag == "button" or button.input_type in ("submit", "button") or button.clickable or button.href
        if not button.seen or not works or not 0 < len(said) <= _LIMITS["piece"] or button.region in AROUND:
            continue
        links = [link for link in documents if link.id != button.id]
        if compile_words(_WORDS["pressed"]).search(said) and (links or any(word in said for word in _WORDS["about"])):
            yield ConsentBox(
                " ".join((button.text or button.own or button.name).split()),
                None,
                button,
                None,
                False,
                _any(links, "agreement"),
                _any(links, "privacy"),
            )


def _rows(view: View) -> dict[int, str]:
    """Consent words split into several pieces on one row, by the piece that asks for consent.

    The record does not keep boxes that only hold others, so the row has to be put together.
    """
    pieces = [
        element for element in view.elements if element.seen and element.own.strip() and element.region not in AROUND
    ]
    found: dict[int, str] = {}
    beside = int(_LIMITS["beside"])
    for at, piece in enumerate(pieces[: int(_LIMITS["pieces"])]):
        said = plain_text(piece.own)
        if len(said) > _LIMITS["piece"] or not any(word in said for word in _WORDS["consent"]):
            continue
        near = pieces[max(0, at - beside) : at + beside + 1]
        row = sorted((one for one in near if _beside(one, piece) or one.id == piece.id), key=lambda one: one.box.x)
        words = " ".join("".join(one.own for one in row).split())
        if _agrees(words):
            found[piece.id] = words
    return found


def _is_label(element: Element) -> bool:
    said = element.text or element.own or element.name
    return said != "" and element.tag not in ("script", "style", "title", "button") and _agrees(said)


@per_line
def _agrees(said: str) -> bool:
    words = plain_text(said)
    return (
        len(words) <= 200
        and any(word in words for word in _WORDS["consent"])
        and any(word in words for word in _WORDS["about"])
    )


def _box_of(view: View, label: Element) -> Element | None:
    """The box on the label's row, inside it or nearest to it; a real one before a drawn one."""
    near = [
        element
        for element in view.elements
        if element.id != label.id and (_beside(element, label) or _within(view, element, label))
    ]
    near += [label] if is_real(label) else []
    for kind in (is_real, is_drawn):
        boxes = [element for element in near if kind(element)]
        if boxes:
            nearest = min(boxes, key=lambda box: abs(box.box.x - label.box.x))
            inner = (box for box in boxes if box.parent == nearest.id and is_ticked(nearest) is None)
            return next(inner, nearest)  # an icon in the box may tell what the box around it does not
    return None


def _state(view: View, box: Element) -> bool | None:
    """Whether a box is ticked: an icon also tells by its fill, where its framework fills what is ticked and nothing else."""
    told = is_ticked(box)
    if told is not None:
        return told
    above = None if box.parent is None else view.elements[box.parent]
    frame = next((one for one in (above, box) if one is not None and _FILLED & set(one.classes.split())), None)
    if frame is None or frame.image:
        return None
    around = None if frame.parent is None else view.elements[frame.parent]
    grounds = {None, _LIGHT, None if around is None else around.background}
    return False if frame.background in grounds else None


def _beside(element: Element, label: Element) -> bool:
    """Whether it stands on the label's row; as a hidden input may have no box of its own, its parent decides."""
    if element.parent is not None and element.parent in (label.id, label.parent):
        return True
    middle = element.box.y + element.box.h / 2
    inside = label.box.y - _LIMITS["row_px"] <= middle <= label.box.y + label.box.h + _LIMITS["row_px"]
    # A drawn box lies on top of the real one, which is then invisible but still has a position.
    placed = element.seen or (is_real(element) and element.unseen in _UNDER_A_DRAWING)
    return (
        placed and element.frame == label.frame and inside and abs(element.box.x - label.box.x) <= _LIMITS["reach_px"]
    )


def _within(view: View, element: Element, label: Element) -> bool:
    """Whether it is a real box a few levels inside the label.

    It may be transparent: a picture is drawn in its place, but its state is real.
    """
    if not is_real(element) or not (element.seen or element.unseen is Unseen.TRANSPARENT):
        return False
    above = element
    for _ in range(int(_LIMITS["levels"])):
        if above.parent is None or not 0 <= above.parent < len(view.elements):
            return False
        above = view.elements[above.parent]
        if above.id == label.id:
            return True
    return False


def _links(view: View, label: Element) -> tuple[Element, ...]:
    return tuple(
        element
        for element in view.elements
        if element.seen and (element.href or element.clickable) and (element.id == label.id or _beside(element, label))
    )


def _any(links: Iterable[Element], *kinds: str) -> bool:
    return any(
        word in plain_text(link.text or link.name)
        for link in links
        for kind in kinds
        for word in _WORDS[kind]
        if len(link.text) <= 60
    )
