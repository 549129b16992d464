"""A page's text with the answers folded under its questions: one click away, and public all the same."""

from __future__ import annotations

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.text.normalise import plain_text
from probes.text.remember import per_elements, per_view

_FOLDED = frozenset({Unseen.HIDDEN, Unseen.DISPLAY_NONE})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
_QUESTION = 60  # characters of a question, at most; 本项目设定
_ANSWER = 4  # characters of an answer, at least


@per_view
def unfolded_text(view: View) -> str:
    """The visible text, with what is folded under each visible question added below it.

    Folded text follows, as a neighbour, a visible ``summary`` or a visible label that can be clicked or asks a
    question; text hidden anywhere else tells nobody anything.
    """
    answers: dict[str, str] = {}
    for question, answer in _pairs(view.elements):
        answers.setdefault(question, answer)
    if not answers:
        return view.text
    lines: list[str] = []
    for line in view.text.split("\n"):
        lines.append(line)
        answer = answers.pop(_tight(line), "")
        if answer:
            lines.append(answer)
    return "\n".join(lines)


@per_elements
def _pairs(elements: tuple[Element, ...]) -> tuple[tuple[str, str], ...]:
    """Each question, whitespace collapsed, with what is folded under it."""
    folded = [element for element in elements if element.unseen in _FOLDED]
    if not folded:
        return ()
    known, parents = {element.id for element in folded}, {element.parent for element in folded}
    holders = {element.parent for element in elements if element.tag == "button"}
    last: dict[int | None, Element] = {}  # parent → its last seen child with words
    found = []
    for element in elements:
        if element.parent not in parents or element.region in _FRAME or not (element.seen or element.unseen in _FOLDED):
            continue
        said = (element.text or element.own).strip()
        if not said:
            continue
        if element.seen:
            last[element.parent] = element
            continue
        if element.parent in known or len(said) < _ANSWER:
            continue
        question = last.get(element.parent)
        if question is not None and _asks(question, holders):
            found.append((_tight(question.text or question.own), said))
    return tuple(found)


def _asks(label: Element, holders: set[int | None]) -> bool:
    """Does a label ask, or can it be pressed? ``holders``: ids of what a button stands in."""
    said = plain_text(label.text or label.own)
    if label.href or not 0 < len(said) <= _QUESTION:
        return False
    pressed = label.tag in ("summary", "button") or label.role == "button" or label.clickable
    if pressed or said[-1] in "?？":
        return True
    return label.id in holders


def _tight(words: str) -> str:
    return "".join(words.split())
