"""What is asked of a person where an answer in part calls absent what a sentence in words we do not know may say."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from crawler.site import Site
from probes.answers.doubts.service_doubts import doubt_rules
from probes.answers.statements import is_denied
from probes.finding import Answer, Evidence, Outcome, Text, unsure
from probes.pages.absence.several import searched_views
from probes.pages.main.main_text import main_surface
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import lines_below
from probes.pages.rules.policy import affirms_word, pattern
from probes.probe import Check, Params
from probes.text.normalise import fold_text

_STATED = "stated"
_ENDING = "_rest"
_CLAUSE = re.compile(r"[^,，;；。！!？?]+")


def doubt_rest(check: Check, surface: Site, answer: Answer) -> Answer:
    """The answer, or UNSURE with a sentence that may state a part which the answer calls absent.

    ``<part>_rest`` are words of the part, as ``doubt`` is of the whole, and ``rest`` of one kind more where kinds are
    counted: half a rule claims that the other half is nowhere, so what is mentioned and not understood is asked about
    here too. A sentence that is quoted for one part may state another in a further clause. What the answer earned stays
    its guess.
    """
    stated = answer.values.get(_STATED, ())
    part_only = answer.outcome is Outcome.YES and answer.by_absence and (answer.fraction or 0.0) < 1.0
    if not part_only or not isinstance(stated, tuple):
        return answer
    views, _ = searched_views(main_surface(surface), tuple(need.role for need in check.probe.reads))
    under = check.params.words.get("never_under", ())
    views = tuple(view for view in views if not under or not pattern(under).search(fold_text(own_title(view))))
    known = [piece.quote for piece in answer.evidence if piece.quote]
    known += [lines_below(view, under) for view in views if under]
    for name, words in check.params.words.items():
        part, of_kinds = name.removesuffix(_ENDING), name == _ENDING.strip("_")
        if not of_kinds and (part == name or part in stated):
            continue
        told = _of_part(check.params, part, words)
        asked = doubt_rules(views, told, check.question, besides=known)
        if asked is not None:
            return _ask_for_rest(check, answer, asked.evidence[0].quote, asked.evidence)
        beside = next(_told_beside(check.params, told, answer, stated), None) if not of_kinds else None
        if beside is not None:
            return _ask_for_rest(check, answer, beside)
    return answer


def _told_beside(params: Params, told: Params, answer: Answer, stated: tuple[object, ...]) -> Iterator[str]:
    """Clauses of quoted sentences that may state the missing part, being none of those that state what was found."""
    sought, never = pattern(told.words["doubt"]), pattern(told.words["never"])
    known = [pattern(params.words[part]) for part in stated if isinstance(part, str) and part in params.words]
    for piece in answer.evidence:
        held = [words for words in known if words.search(fold_text(piece.quote))]
        for clause in _CLAUSE.finditer(piece.quote):
            said = fold_text(clause.group())
            if not affirms_word(said, sought) or never.search(said) or is_denied(said):
                continue
            left = fold_text(piece.quote[: clause.start()] + piece.quote[clause.end() :])
            if not any(words.search(said) or not words.search(left) for words in held):
                yield clause.group().strip()


def _of_part(params: Params, part: str, words: tuple[str, ...]) -> Params:
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ()) + params.words.get("never_under", ())
    return dataclasses.replace(
        params, words={"doubt": words, "doubt_near": params.words.get("doubt_near", ()), "never": never}
    )


def _ask_for_rest(check: Check, answer: Answer, quote: str, shown: tuple[Evidence, ...] = ()) -> Answer:
    zh = f"{answer.because.zh}；但未能确认所缺的是否即：「{quote}」"
    en = f"{answer.because.en}; yet whether this states what is missing could not be told: “{quote}”"
    question = Text(
        f"{check.question.zh}除已写明的部分外，最后所引文字是否写明了其余部分？",
        f"{check.question.en} Do the words quoted last state what is missing besides?",
    )
    return unsure(zh, en, *answer.evidence, *shown, guess=answer.fraction, question=question, values=answer.values)
