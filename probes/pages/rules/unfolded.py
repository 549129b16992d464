"""A page's text with the answers folded under its questions: one click away, and public all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.schema.reading_table import Whole
from probes.text.normalise import plain_text
from probes.text.remember import per_elements, per_view

_HIDDEN = frozenset({Unseen.HIDDEN, Unseen.DISPLAY_NONE, Unseen.CLIPPED})
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})


@dataclass(frozen=True, slots=True)
class UnfoldedTable:
    """The file unfolded.toml."""

    limits: Whole[Literal["question", "answer", "gap"]]


FILE = SettingsFile("probes.pages.rules", "unfolded.toml", UnfoldedTable)
_LIMITS = FILE.load().limits


@per_view
def unfolded_text(view: View) -> str:
    """The visible text, with what is folded under each visible question added below it.

    Folded text follows, as a neighbour, a visible ``summary`` or a visible label that can be clicked or asks a
    question, or is cut off right below a label that can be clicked; text hidden anywhere else tells nobody anything.
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
def list_folded(elements: tuple[Element, ...]) -> frozenset[int]:
    """Ids of what is folded under a label and read there, of the labels that unfold it, and of all that stands in either."""
    known = {one.id for pair in _found(elements) for one in pair}
    for element in elements if known else ():  # what stands in a thing comes after it
        if element.parent in known:
            known.add(element.id)
    return frozenset(known)


@per_elements
def _pairs(elements: tuple[Element, ...]) -> tuple[tuple[str, str], ...]:
    """Each question, whitespace collapsed, with what is folded under it."""
    return tuple(
        (_tight(question.text or question.own), (answer.text or answer.own).strip())
        for question, answer in _found(elements)
    )


@per_elements
def _found(elements: tuple[Element, ...]) -> tuple[tuple[Element, Element], ...]:
    """Each question with what is folded under it, as elements."""
    folded = [element for element in elements if element.unseen in _HIDDEN]
    if not folded:
        return ()
    known, parents = {element.id for element in folded}, {element.parent for element in folded}
    holders = {element.parent for element in elements if element.tag == "button"}
    last: dict[int | None, Element] = {}  # parent → its last seen child with words
    found = []
    for element in elements:
        if element.parent not in parents or element.region in _FRAME or not (element.seen or element.unseen in _HIDDEN):
            continue
        said = (element.text or element.own).strip()
        if not said:
            continue
        if element.seen:
            last[element.parent] = element
            continue
        if element.parent in known or len(said) < _LIMITS["answer"]:
            continue
        question = last.get(element.parent)
        if question is None or not _asks(question, holders):
            continue
        if element.unseen is not Unseen.CLIPPED or (_begins_below(element, question) and question.clickable):
            found.append((question, element))
    return tuple(found)


def _begins_below(answer: Element, question: Element) -> bool:
    """Whether what is cut off begins where the question ends: a box without height (uni-collapse), and no further slide or row."""
    ends = question.box.y + question.box.h
    return abs(answer.box.y - ends) <= _LIMITS["gap"] and abs(answer.box.x - question.box.x) <= question.box.w / 2


def _asks(label: Element, holders: set[int | None]) -> bool:
    """Does a label ask, or can it be pressed? ``holders``: ids of what a button stands in."""
    said = plain_text(label.text or label.own)
    if label.href or not 0 < len(said) <= _LIMITS["question"]:
        return False
    pressed = label.tag in ("summary", "button") or label.role == "button" or label.clickable
    if pressed or said[-1] in "?？":
        return True
    return label.id in holders


def _tight(words: str) -> str:
    return "".join(words.split())
