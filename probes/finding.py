"""What a probe says: an answer with its reasons and evidence, stamped by the runner into a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crawler.site import Box, Element, Fetch, View
from crawler.vocabulary import Device, GapReason

# Key of a value of a NO by absence: what stands where the thing should (a placeholder, a number that nobody can see, a mode that does
# nothing). The reader then overlooked nothing.
INSTEAD = "instead"

Value = float | int | str | bool | None | tuple[str, ...] | tuple[float, ...]


class Outcome(StrEnum):
    """What was seen. YES and NO answer the probe's question; its table says which of the two is good."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"  # seen, but a person must look
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"  # our eyes were blocked: the reason says why
    ERROR = "error"  # our bug


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it was seen. ``view`` is the id of a view or fetch, ``sha256`` of its screenshot or body."""

    view: str
    url: str
    quote: str = ""
    selector: str = ""
    box: Box | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A probe's answer about one surface.

    ``fraction`` is the share of the points earned (0-1); None means all for the good answer and none for the bad one; with
    UNSURE it is the best guess a person is asked to confirm. ``by_absence`` marks a NO that rests on not finding something, and a
    YES of which that is true of the share it does not earn: ``ceiling`` is then what it may earn where the rest is there after all.
    ``reason`` names why nothing could be said: a gap reason or one of the words of ``absence``.
    """

    outcome: Outcome
    because: Text
    evidence: tuple[Evidence, ...] = ()
    fraction: float | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    by_absence: bool = False
    question: Text | None = None  # what a person should look at, with UNSURE
    ceiling: float | None = None  # None = the share is what it is

    def __post_init__(self) -> None:
        if self.fraction is not None and not 0.0 <= self.fraction <= 1.0:
            raise ValueError(f"fraction {self.fraction} is not in 0-1")


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer with the probe, device and look it belongs to."""

    id: str
    probe: str
    device: Device
    look: int
    answer: Answer

    @property
    def outcome(self) -> Outcome:
        return self.answer.outcome


def shown(view: View, element: Element | None = None, quote: str = "") -> Evidence:
    """Evidence that points into a view, at an element if one is given."""
    return Evidence(
        view=view.id,
        url=view.url,
        quote=quote or (element.words[:200] if element else ""),
        selector=element.selector if element else "",
        box=element.box if element else None,
        sha256=view.screenshot,
    )


def fetched(fetch: Fetch, quote: str = "") -> Evidence:
    """Evidence that points to a light look."""
    return Evidence(view=fetch.id, url=fetch.url, quote=quote, sha256=fetch.body or "")


def yes(
    zh: str, en: str, *evidence: Evidence, fraction: float | None = None, values: Mapping[str, Value] | None = None
) -> Answer:
    return Answer(Outcome.YES, Text(zh, en), evidence, fraction, values or {})


def no(
    zh: str, en: str, *evidence: Evidence, fraction: float | None = None, values: Mapping[str, Value] | None = None
) -> Answer:
    """A NO from positive counter-evidence. For "I did not find it" use ``probes.reading.absence.absent``."""
    return Answer(Outcome.NO, Text(zh, en), evidence, fraction, values or {})


def in_part(answer: Answer) -> Answer:
    """The answer, saying that what it lacks of all its points was not found; one that lacks nothing stays as it is."""
    lacks = answer.outcome is Outcome.YES and answer.fraction is not None and answer.fraction < 1.0
    return replace(answer, by_absence=True) if lacks else answer


def unsure(
    zh: str,
    en: str,
    *evidence: Evidence,
    guess: float | None = None,
    question: Text | None = None,
    values: Mapping[str, Value] | None = None,
) -> Answer:
    return Answer(Outcome.UNSURE, Text(zh, en), evidence, guess, values or {}, question=question)


def not_applicable(zh: str, en: str, *evidence: Evidence, values: Mapping[str, Value] | None = None) -> Answer:
    return Answer(Outcome.NOT_APPLICABLE, Text(zh, en), evidence, None, values or {})


def not_seen(reason: GapReason | str, zh: str, en: str, *evidence: Evidence) -> Answer:
    return Answer(Outcome.NOT_SEEN, Text(zh, en), evidence, reason=str(reason))
