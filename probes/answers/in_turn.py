"""Paragraphs that first name a case and, in one of the next sentences, say what is done about it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from crawler.site import View
from probes.answers.statements import Found
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import Sentence, affirms_word, pattern
from probes.probe import Params
from probes.text.remember import per_text

# What a probe's table must hold for ``told_in_turn``, and ``<part>_case`` for each part.
TURN_WORDS, TURN_LIMITS = ("remedy", "remedy_never"), ("next",)
_ENTRY = re.compile(r"\s{0,9}(?:[(（]?[0-9一二三四五六七八九十]{1,3}[.、．)）]|[•·●▪◦*-]\s)")


def told_in_turn(views: Iterable[View], params: Params, parts: Iterable[str], begun: Sentence | None = None) -> Found:
    """For each part, the first case (``<part>_case``) followed in its paragraph by a remedy within ``next`` sentences.

    A remedy is a sentence with a word of ``<part>_remedy``, or else of ``remedy``, that it does not deny; from the case
    to the remedy none may hold one of ``remedy_never``. The quoted sentence is the whole passage from the case to the remedy.
    ``begun`` is a sentence known for a case. What goes on right behind it may say less: a word of ``<part>_next`` is
    enough where no sentence after it turns to another matter, by ``next_never`` or ``remedy_never``.
    """
    never = pattern(params.words["remedy_never"])
    found: Found = {}
    views, reach = tuple(views), int(params.limit("next"))
    for part in parts:
        case = pattern(params.words[f"{part}_case"])
        remedy = pattern(params.words.get(f"{part}_remedy", params.words.get("remedy", ())))
        for view in views:
            for paragraph in _paragraphs(view.text):
                for at, sentence in enumerate(paragraph):
                    follow = paragraph[at + 1 : at + 1 + reach]
                    end = next((n for n, one in enumerate(follow, at + 1) if affirms_word(one.text, remedy)), None)
                    if (
                        end is None
                        or not case.search(sentence.text)
                        or any(never.search(one.text) for one in paragraph[at : end + 1])
                    ):
                        continue
                    whole = "".join(one.raw for one in paragraph[at : end + 1])
                    found.setdefault(part, (view, dataclasses.replace(sentence, raw=whole)))
        if part not in found and begun is not None and params.words.get(f"{part}_next", ()):
            found |= _told_behind(views, params, part, begun)
    return found


def _told_behind(views: Iterable[View], params: Params, part: str, begun: Sentence) -> Found:
    """The part, if one of the next sentences behind the known one of its paragraph goes on about the same matter."""
    going_on = pattern(params.words[f"{part}_next"])
    turning = pattern((*params.words["remedy_never"], *params.words.get("next_never", ())))
    for view in views:
        for paragraph in _paragraphs(view.text):
            at = next((n for n, one in enumerate(paragraph) if one.raw == begun.raw), None)
            for one in paragraph[at + 1 : at + 1 + int(params.limit("next"))] if at is not None else ():
                if turning.search(one.text):
                    break
                if affirms_word(one.text, going_on):
                    return {part: (view, one)}
    return {}


@per_text
def _paragraphs(text: str) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of each line, and of the entries of each list, where there are several."""
    joined: list[str] = []
    listed = False
    for line in filter(str.strip, text.split("\n")):
        entry = _ENTRY.match(line) is not None
        if entry and listed:
            joined[-1] += f"\n{line}"
        else:
            joined.append(line)
        listed = entry
    paragraphs = (read_passages(line) for line in joined)
    return tuple(paragraph for paragraph in paragraphs if len(paragraph) > 1)
