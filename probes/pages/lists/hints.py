"""Lines that speak of a thing in words that no rule knows: shown to a person, where its absence would be said otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, unsure
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy, unfolded
from probes.pages.rules.policy import Sentence, is_heap, is_menu, pattern
from probes.probe import Params
from probes.schema.reading_table import Numbers, Texts
from probes.text import silence
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbered import only_asks
from probes.text.quotes import quote_around
from probes.text.remember import per_text, per_view


@dataclass(frozen=True, slots=True)
class HintsTable:
    """The file hints.toml."""

    limits: Numbers[Literal["above", "label", "shortest", "quote", "guess", "long", "card"]]
    patterns: Texts[Literal["refused"]]


FILE = SettingsFile("probes.pages.lists", "hints.toml", HintsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_ABOVE, _SHORTEST, _QUOTE = int(_LIMITS["above"]), int(_LIMITS["shortest"]), int(_LIMITS["quote"])
_LABEL, _LONG, _CARD = int(_LIMITS["label"]), int(_LIMITS["long"]), int(_LIMITS["card"])
_ENDS = str.maketrans("。！？!?；;\n", ",,,,,,,,")
_REFUSED = re.compile(_DATA.patterns["refused"])
_MARKS = frozenset("：:、，,。；;")
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line as printed and folded, with the folded short lines right above it, the nearest last."""

    raw: str
    said: str
    above: str

    @property
    def whole(self) -> str:
        """The line as one sentence, after the nearest line above it: a list's items are read with what leads to them."""
        lead = self.above.rpartition("\n")[2]
        return f"{lead} {self.said}".translate(_ENDS).strip()

    @property
    def refuses(self) -> bool:
        """Does it begin with a no, as an answer does?"""
        return _REFUSED.match(self.said) is not None


def show_hint(views: Iterable[View], params: Params, subject: Text) -> Answer | None:
    """UNSURE with the first line that may state the subject; None where no line does.

    ``hint`` are words of the very thing in any line: an item of a list, a cell, an answer. If ``hint_near`` is given, one
    of these must stand in the line too, in the short lines right above it or in the page's title. The hint itself may
    stand in those lines if the line has a word of ``hint_near``, or if the line right above asks and is not answered
    with no. Lines with a word of ``hint_never`` count for nothing, nor do words that a line only denies, nor labels on
    the home page, which name goods and pages: what such a page may hold is asked where entries are.
    """
    words, near = params.words.get("hint", ()), params.words.get("hint_near", ())
    never = params.words.get("hint_never", ())
    for view in views if words else ():
        text = unfolded.unfolded_text(view)
        if not silence.speaks_of(fold_text(text), words):
            continue
        titled = near and pattern(near).search(fold_text(own_title(view))) is not None
        labels = _labels(view) if view.role is Role.HOME else frozenset()
        for line in _lines(text):
            if line.said in labels or not _hints(line, words, near, bool(titled)):
                continue
            if not (never and pattern(never).search(line.said)):
                return _ask(view, line.raw, words, subject)
    return None


@per_view
def _labels(view: View) -> frozenset[str]:
    """What the page's links and controls say, line by line, folded; a block that merely listens says more than a label."""
    inside: set[tuple[int, int | None]] = set()
    said: set[str] = set()
    for element in view.elements:
        label = (element.href or element.clickable) and len(element.text) <= _CARD
        if element.seen and (label or (element.frame, element.parent) in inside):
            inside.add((element.frame, element.id))
            said |= {fold_text(line).strip() for line in (element.text or element.own).split("\n")}
    return frozenset(said)


def told_lines(view: View) -> tuple[ToldLine, ...]:
    """The lines of a page that may tell something: no questions, menus or single words. Long lines by their sentences."""
    return _lines(unfolded.unfolded_text(view))


@per_view
def told_sentences(view: View) -> tuple[Sentence, ...]:
    """The same but for links and answers that begin with a no, each below the short lines above it."""
    links = link_words(view)
    told = (line for line in told_lines(view) if line.raw not in links and not line.refuses)
    return tuple(Sentence(line.said, line.raw, line.above) for line in told)


def link_words(view: View) -> frozenset[str]:
    """What the links of a page say, blanks aside."""
    return frozenset(" ".join((link.text or link.own).split()) for link in view.elements if link.href and link.seen)


def _hints(line: ToldLine, words: tuple[str, ...], near: tuple[str, ...], titled: bool) -> bool:
    said, above, wanted = line.said, line.above, pattern(words)
    if silence.line_holds(said, words):
        around = not near or titled or pattern(near).search(said) or pattern(near).search(above)
        return bool(around) and policy.affirms_word(said, wanted)
    leads = "\n".join(raw for raw in above.split("\n") if raw and raw[-1] not in "。；;！!")
    if line.refuses or not silence.line_holds(leads, words):
        return False
    if near and pattern(near).search(said) and policy.affirms_word(leads, wanted):
        return True
    asked = leads.rpartition("\n")[2]
    about = wanted.search(asked) and (not near or titled or pattern(near).search(asked))
    return bool(about) and _asks(asked)


def _asks(line: str) -> bool:
    return line[-1] in "?？" or only_asks(line)


@per_text
def _lines(text: str) -> tuple[ToldLine, ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[ToldLine]:
    above: list[str] = []
    for line in without_contents(text).split("\n"):
        said = fold_text(line).strip()
        if not said:
            continue
        for raw in (line,) if len(said) <= _LONG else _PIECE.findall(line):
            piece = fold_text(raw).strip()
            if len(piece) >= _SHORTEST and not _asks(piece) and not _heap(raw):
                yield ToldLine(" ".join(raw.split()), piece, "\n".join(above))
        above = [*above, said][-_ABOVE:] if len(said) <= _LABEL else []


def _heap(raw: str) -> bool:
    """Is it a menu, or words in a row without any mark between or before them?"""
    return is_menu(raw) or (is_heap(raw) and not _MARKS.intersection(raw))


def _ask(view: View, raw: str, words: tuple[str, ...], subject: Text) -> Answer:
    match = pattern(words).search(fold_text(raw))
    at = min(match.start(), len(raw)) if match else 0
    quote = quote_around(raw, at, at, _QUOTE) if len(raw) > 2 * _QUOTE else raw
    return unsure(
        f"页面提及此事，但未能确认是否写明{subject.zh}：「{quote}」",
        f"a page speaks of it, yet whether it states {subject.en} could not be told: “{quote}”",
        evidence_on_page(view, quote=quote),
        guess=_LIMITS["guess"],
        question=Text(f"所引文字是否写明了{subject.zh}？", f"Do the quoted words state {subject.en}?"),
    )
