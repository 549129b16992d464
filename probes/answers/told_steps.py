"""Lines that say what a person does one after the other, told by what is done first and last rather than by numbers or a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from probes.pages.rules import unfolded
from probes.pages.rules.passages import read_lines
from probes.pages.rules.policy import affirms_word, pattern
from probes.probe import Params
from probes.schema.reading_table import Texts, Whole, Words
from probes.text import silence
from probes.text.normalise import fold_text
from probes.text.numbers import numerals
from probes.text.remember import per_line, per_text


@dataclass(frozen=True, slots=True)
class ToldStepsTable:
    """The file told_steps.toml."""

    limits: Whole[Literal["start", "done_there", "hint", "row", "rows", "numbered"]]
    words: Words[Literal["acts", "begun"]]
    patterns: Texts[Literal["lead", "others", "cases"]]


FILE = SettingsFile("probes.answers", "told_steps.toml", ToldStepsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_ACTS = pattern(tuple(_DATA.words["acts"]))
_BEGUN = pattern(tuple(_DATA.words["begun"]))
_LEAD, _OTHERS, _CASES = (re.compile(_DATA.patterns[name]) for name in ("lead", "others", "cases"))
_CLAUSE = re.compile(r"[,，;；:：。、.!！?？\n>→➔➜⇒▶►»\t]|然后|再|并(?!且)|即可|-|后(?=[点选提填进])| and | then ")
# The number of a step that a line gives itself; the marks of Chinese numerals stand before other words too (一、二楼).
_NUMBER = re.compile(
    rf"(?:^|(?<=[;；。:：]))\s?(?:第\s?)?\(?(?P<n>[0-9]{{1,2}}|[{numerals.CLASS}]{{1,3}})(?:[、)]|\.(?![0-9])|步[,，:：]?)"
)
# Lists of a probe's table that ``find_told_steps`` reads; without ``first`` and ``last`` no line tells its steps.
TOLD_STEPS = ("first", "last", "told_never", "hinted")


@dataclass(frozen=True, slots=True)
class ToldSteps:
    """A line as quoted, and the things to be done in it, folded, in order."""

    raw: str
    steps: tuple[str, ...]


def tells_another(said: str, params: Params) -> bool:
    """Does a folded text hold a word of ``told_never``, those of other procedures and of what is no procedure?"""
    return pattern(params.words.get("told_never", ())).search(said) is not None


def tells_in_order(said: str, params: Params) -> bool:
    """Does a folded text name something of ``first`` and, after it, something of ``last``, and nothing of ``told_never``?"""
    first, last = params.words.get("first", ()), params.words.get("last", ())
    if not first or not last or tells_another(said, params):
        return False
    begun = pattern(first).search(said)
    return begun is not None and pattern(last).search(said, begun.end()) is not None


def find_told_steps(view: View, params: Params) -> Iterator[ToldSteps]:
    """Lines and sentences that say at least ``acts`` things to be done, from the first to the last, most of them on a page."""
    first = params.words.get("first", ())
    text = unfolded.unfolded_text(view)
    if not first or not silence.speaks_of(fold_text(text), first):  # the usual case
        return
    for raw, said in read_lines(text):
        if not tells_in_order(said, params) or not affirms_word(said, pattern(first)):
            continue
        steps = list_acts(said)
        numbered = list_numbered(said)
        if len(steps) >= params.limit("acts") and sum(map(_is_done_there, steps)) >= _LIMITS["done_there"]:
            yield ToldSteps(raw, numbered or steps)


def find_hinted_steps(view: View, params: Params) -> Iterator[str]:
    """Lines of several things to be done, the first or the last of them known, and with a word of ``hinted``; as quoted.

    Questions of it with their answers are hints too. Then short lines that say it together.
    """
    text = unfolded.unfolded_text(view)
    first, last, hinted = (params.words.get(part, ()) for part in ("first", "last", "hinted"))
    for raw, said in read_lines(text):
        acts = len(list_acts(said))
        if _answers(said, params):
            yield raw
            continue
        if len(said) < _LIMITS["hint"] or said[-1] in "?？" or not acts or tells_another(said, params):
            continue  # the name of a page, a question, or another procedure
        among = acts >= params.limit("acts") and (silence.line_holds(said, first) or silence.line_holds(said, last))
        if among or tells_in_order(said, params) or silence.line_holds(said, hinted):
            yield raw
    for raw, said in _together(text) if first else ():
        if tells_in_order(said, params) and len(list_acts(said)) >= params.limit("acts"):
            yield raw


def _answers(said: str, params: Params) -> bool:
    """Whether a line asks how to do it and answers with what comes last, whoever else acts in the answer."""
    asked, _, answer = said.partition("?")
    about = silence.line_holds(asked, params.words["about"]) and not tells_another(asked, params)
    return about and silence.line_holds(answer, params.words.get("last", ()))


@per_line
def list_acts(said: str) -> tuple[str, ...]:
    """The clauses of a folded line that begin with something to be done."""
    return tuple(clause for other_clause in _CLAUSE.split(said) if _is_act(clause := other_clause.strip()))


@per_line
def list_numbered(said: str) -> tuple[str, ...]:
    """The steps of a folded line that numbers them itself from one on, whatever each asks for; () where it does not."""
    marks = list(_NUMBER.finditer(said))
    if len(marks) < _LIMITS["numbered"] or [numerals.read_count(mark["n"]) for mark in marks] != [
        *range(1, len(marks) + 1)
    ]:
        return ()
    ends = (*(mark.start() for mark in marks[1:]), len(said))
    return tuple(said[mark.end() : end].strip(" ;；,，。") for mark, end in zip(marks, ends, strict=True))


def _is_done_there(clause: str) -> bool:
    done = _ACTS.search(clause[: _LIMITS["start"]]) is not None
    return done and _OTHERS.match(clause) is None and _CASES.match(clause) is None


def _is_act(clause: str) -> bool:
    lead = _LEAD.match(clause)
    if _CASES.match(clause):
        return False
    return _is_done_there(clause) or bool(_BEGUN.match(clause, lead.end() if lead else 0))


@per_text
def _together(text: str) -> tuple[tuple[str, str], ...]:
    """Each run of short lines, from each of them on."""
    lines = read_lines(text)
    found = []
    for at in range(len(lines)):
        run = []
        for raw, said in lines[at : at + _LIMITS["rows"]]:
            if len(said) > _LIMITS["row"]:
                break
            run.append((raw, said))
        if len(run) > 1:
            found.append((" ".join(raw for raw, _ in run), ",".join(said for _, said in run)))
    return tuple(found)
