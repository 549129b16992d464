"""What a probe answers: an outcome with its reason and evidence, which the runner turns into a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from crawler.site import Box, Element, Fetch, View
from crawler.vocabulary import Device, GapReason

# Key of a value in a NO by absence: what stands in the thing's place (a placeholder, a number that nobody can see, a mode that does
# nothing). The reader then overlooked nothing.
INSTEAD = "instead"

# Reason of an UNSURE where nothing was found, but the reader is not known to find such things reliably.
NOT_KNOWN = "recall"

_ICONS = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd]\\s?")

Value = float | int | str | bool | None | tuple[str, ...] | tuple[float, ...]


class Outcome(StrEnum):
    """What was seen. YES and NO answer the probe's question; its table says which of the two is good."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"  # seen, but a person must look
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"  # what would answer it was hidden from us; the reason says why
    ERROR = "error"  # our bug


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was seen. ``view`` is the id of a view or fetch, ``sha256`` the hash of its screenshot or body."""

    view: str
    url: str
    quote: str = ""
    selector: str = ""
    box: Box | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A probe's answer about one surface.

    ``fraction`` is the share of the points earned (0-1); None means all for the good answer and none for the bad one;
    with UNSURE it is the best guess, which a person is asked to confirm. ``by_absence`` marks a NO that rests on not
    finding something, or a YES whose unearned share does; ``ceiling`` is then the share it could earn if the rest is
    there after all. ``reason`` names why nothing could be said: a gap reason, or one of the words of ``absence``.
    """

    outcome: Outcome
    because: Text
    evidence: tuple[Evidence, ...] = ()
    fraction: float | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    by_absence: bool = False
    question: Text | None = None  # what a person should look at, with UNSURE
    ceiling: float | None = None  # None = the share cannot rise

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


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """Answers of an earlier judging of the same Site that still hold: those of ``checks``, by check, device and look.

    A check among them without an answer for a device and look had none to give.
    """

    checks: frozenset[str]
    answers: Mapping[tuple[str, Device, int], Answer]


def without_icons(quote: str) -> str:
    """The text without characters of icon fonts (Unicode's private use area), which show as empty boxes outside the shop's own font."""
    return _ICONS.sub("", quote) if not quote.isascii() else quote


def _said_once(element: Element) -> str:
    """What an element says, without a title or alternative text that repeats its words."""
    return "\n".join(dict.fromkeys(part.strip() for part in element.words.split("\n")))[:200]


def evidence_on_page(view: View, element: Element | None = None, quote: str = "") -> Evidence:
    """Evidence that points into a view, at an element if one is given."""
    return Evidence(
        view=view.id,
        url=view.url,
        quote=without_icons(quote or (_said_once(element) if element else "")),
        selector=element.selector if element else "",
        box=element.box if element else None,
        sha256=view.screenshot,
    )


def evidence_of_fetch(fetch: Fetch, quote: str = "") -> Evidence:
    """Evidence that points to a light look (a page fetched without a browser)."""
    return Evidence(view=fetch.id, url=fetch.url, quote=quote, sha256=fetch.body or "")


def yes(
    zh: str, en: str, *evidence: Evidence, fraction: float | None = None, values: Mapping[str, Value] | None = None
) -> Answer:
    """YES with its reason in both languages; without ``fraction`` it earns all points where YES is the good answer."""
    return Answer(Outcome.YES, Text(zh, en), evidence, fraction, values or {})


def no(
    zh: str, en: str, *evidence: Evidence, fraction: float | None = None, values: Mapping[str, Value] | None = None
) -> Answer:
    """NO on positive counter-evidence. For "I did not find it" use ``probes.pages.absence.absence.answer_absent``."""
    return Answer(Outcome.NO, Text(zh, en), evidence, fraction, values or {})


def in_part(answer: Answer) -> Answer:
    """The answer, marked as resting on absence for the points it lacks (see ``Answer.by_absence``); unchanged if it lacks none."""
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
    """UNSURE: a person is asked ``question`` (the check's own if None); ``guess`` is the likely share of the points (0-1)."""
    return Answer(Outcome.UNSURE, Text(zh, en), evidence, guess, values or {}, question=question)


def not_applicable(zh: str, en: str, *evidence: Evidence, values: Mapping[str, Value] | None = None) -> Answer:
    """The question does not arise for this platform, with the reason in both languages."""
    return Answer(Outcome.NOT_APPLICABLE, Text(zh, en), evidence, None, values or {})


def not_seen(reason: GapReason | str, zh: str, en: str, *evidence: Evidence) -> Answer:
    """NOT_SEEN: nothing can be said, for ``reason``, because what would answer the question was not seen."""
    return Answer(Outcome.NOT_SEEN, Text(zh, en), evidence, reason=str(reason))
