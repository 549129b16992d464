"""What is asked of a person where an answer in part calls absent what a sentence in words we do not know may say."""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from probes.answers.doubts.service_doubts import doubt_rules
from probes.finding import Answer, Outcome, Text, unsure
from probes.pages.absence.several import searched_views
from probes.pages.main.main_text import main_surface
from probes.pages.main.own_title import own_title
from probes.pages.rules.passages import lines_below
from probes.pages.rules.policy import pattern
from probes.probe import Check, Params
from probes.text.normalise import fold_text

_STATED = "stated"
_ENDING = "_rest"


def doubt_rest(check: Check, surface: Site, answer: Answer) -> Answer:
    """The answer, or UNSURE with a sentence that may state a part which the answer calls absent.

    ``<part>_rest`` are words of the part, as ``doubt`` is of the whole, and ``rest`` of one kind more where kinds are
    counted: half a rule claims that the other half is nowhere, so what is mentioned and not understood is asked about
    here too. What the answer earned stays its guess.
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
        part = name.removesuffix(_ENDING)
        if name != _ENDING.strip("_") and (part == name or part in stated):
            continue
        asked = doubt_rules(views, _of_part(check.params, part, words), check.question, besides=known)
        if asked is not None:
            return _ask_for_rest(check, answer, asked)
    return answer


def _of_part(params: Params, part: str, words: tuple[str, ...]) -> Params:
    never = params.words.get("never", ()) + params.words.get(f"{part}_never", ()) + params.words.get("never_under", ())
    return dataclasses.replace(
        params, words={"doubt": words, "doubt_near": params.words.get("doubt_near", ()), "never": never}
    )


def _ask_for_rest(check: Check, answer: Answer, asked: Answer) -> Answer:
    quote = asked.evidence[0].quote
    zh = f"{answer.because.zh}；但未能确认所缺的是否即：「{quote}」"
    en = f"{answer.because.en}; yet whether this states what is missing could not be told: “{quote}”"
    question = Text(
        f"{check.question.zh}除已写明的部分外，最后所引文字是否写明了其余部分？",
        f"{check.question.en} Do the words quoted last state what is missing besides?",
    )
    return unsure(
        zh, en, *answer.evidence, *asked.evidence, guess=answer.fraction, question=question, values=answer.values
    )
