"""Steps that a page tells a person to take: numbered steps, chains of arrows, lists, and sentences of instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.pages.rules import unfolded
from probes.pages.rules.policy import pattern
from probes.schema.reading_table import Numbers, Words
from probes.text.normalise import fold_text
from probes.text.numbers import numerals
from probes.text.remember import per_line, per_text, per_view


@dataclass(frozen=True, slots=True)
class StepsTable:
    """The file steps.toml."""

    limits: Numbers[
        Literal[
            "least",
            "chain_least",
            "most",
            "between",
            "label",
            "piece",
            "share",
            "contents_share",
            "heading",
            "above",
            "headings",
            "bare",
        ]
    ]
    words: Words[Literal["action", "hands", "lead", "contents", "condition", "crumb", "general", "procedure"]]


FILE = SettingsFile("probes.pages.rules", "steps.toml", StepsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS = _DATA.words


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNT = rf"(?:[0-9]{{1,2}}|[{numerals.CLASS}]{{1,3}})"
_CIRCLED = {0x2460 + n: f" ({n + 1})" for n in range(20)} | {0x2776 + n: f" ({n + 1})" for n in range(10)}
_MARKER = re.compile(
    rf"第\s?(?P<ordinal>{_COUNT})\s?步|步骤\s?(?P<stage>{_COUNT})|(?<![a-z])step\s?(?P<step>[0-9]{{1,2}})(?![0-9])"
    r"|(?:^|(?<=[;。:,，；：\s]))(?:\((?P<round>[0-9]{1,2})\)|(?P<number>[0-9]{1,2})(?:[.、)](?![0-9])|$))"
    rf"|^(?:(?P<spaced>[0-9]{{1,2}})\s(?=[\u4e00-\u9fff])|(?:[•·●▪◦]\s?)?\(?(?P<chapter>[{numerals.CLASS}]{{1,3}})[、.)](?=[\u4e00-\u9fff]))"
)
_STRONG = frozenset({"ordinal", "stage", "step"})
# Blanks and dashes are bounded, for a hostile page's runs of them would be tried from every place in them.
_ARROW = re.compile(
    r"\s{0,9}-{0,9}[>→➔➜➡⇒▶►»≫›⟶]+\s{0,9}|\s{0,9}-{2,}\s{0,9}|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])|(?<=[】」”\"\])])\s?-\s?|\s-\s"
)
_BLANK_LINES = re.compile(r"\n\s+")
_ARROW_LINE = re.compile(r"\n([>→➔➜➡⇒▶►»≫›⟶↓])[^\S\n]{0,9}(?=\n)")
_ACTION = re.compile(_any(_WORDS["action"]))
_HANDS = re.compile(_any(_WORDS["hands"]))
_LEAD = re.compile(rf"(?:{_any(_WORDS['lead'])}|在.{{1,14}}?(?:页面|页|中|里|上|内|处),?|[\s:,.、\"“])*")
_CONTENTS, _CONDITION, _CRUMB = (re.compile(_any(_WORDS[name])) for name in ("contents", "condition", "crumb"))
_GENERAL = re.compile(rf"{_any(_WORDS['general'])}|[\W\d_]")
_PROCEDURE = re.compile(_any(_WORDS["procedure"]))
_CLAUSE = re.compile(r"[,，;；。、]|然后|(?<![合])并(?!且)|再(?=[点选提填])|即可|后(?=[点选提填进])")
_DATED = re.compile(r"\D{0,9}[0-9]{4}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?\D{0,4}")  # such a line heads nothing
_SENTENCE = re.compile(r"[^。！!？?\n]+")
_ORDERED = re.compile(r"(?:^|>)ol(?::nth-child\([0-9]{1,4}\))?>li[^>]*$")  # numbers that the browser draws


class ProcedureKind(StrEnum):
    NUMBERED = "numbered"
    CHAIN = "chain"
    LIST = "list"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps in order, folded, with the headings above (nearest first) and the line right above; ``raw`` is for quoting."""

    kind: ProcedureKind
    steps: tuple[str, ...]
    raw: str
    headings: tuple[str, ...] = ()
    above: str = ""

    @property
    def count(self) -> int:
        """The number of steps."""
        return len(self.steps)

    def about(self, words: tuple[str, ...], headed: tuple[str, ...] = ()) -> bool:
        """Do these words name the procedure? The line right above, or the nearest heading that names any, decides.

        A chain or a sentence may also name itself; a numbered procedure may not, since one step in passing is not what
        it is about. ``headed`` are words that name it only in a heading.
        """
        named = pattern(words + headed)
        if self.above not in self.headings and named.search(self.above):
            return True
        for heading in self.headings:
            if named.search(heading):
                return True
            if len(_GENERAL.sub("", heading)) > _LIMITS["bare"]:
                break
        return self.kind in (ProcedureKind.CHAIN, ProcedureKind.PROSE) and bool(
            pattern(words).search(fold_text(self.raw))
        )


@dataclass(frozen=True, slots=True)
class _StepMark:
    line: int
    kind: str
    number: int
    label: str


@per_view
def find_procedures(view: View) -> tuple[Procedure, ...]:
    """Every procedure on the page, numbered ones first; lists of links are left out."""
    found = (*find_steps(unfolded.unfolded_text(view)), *_lists(view))
    if not found:  # the usual case
        return ()
    seen = (one for one in view.elements if one.href and one.tag == "a" and one.seen)
    links = frozenset(_unmarked(one.text or one.own) for one in seen)
    return tuple(procedure for procedure in found if not _linked(procedure, links))


@per_line
def _unmarked(said: str) -> str:
    return _MARKER.sub("", fold_text(said).strip(), count=1).strip(" :;,.、")


@per_text
def find_steps(text: str) -> tuple[Procedure, ...]:
    """The procedures of a text: numbered ones, then chains, then sentences. Linear in its length."""
    joined = _ARROW_LINE.sub(r"\1", _BLANK_LINES.sub("\n", text)).replace("↓\n", "→").replace("→\n", "→")
    read = [line for raw in joined.split("\n") if (line := _line(raw)).raw]
    raw, lines = [line.raw for line in read], [line.said for line in read]
    found = [*_numbered(read, lines, raw)]
    for at, read_line in enumerate(read):
        if read_line.told:
            found += (_made(kind, steps, at, at, lines, raw) for kind, steps in read_line.told)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _StepLine:
    """A line as quoted and folded, with its marks and the words after each, and the chains or else the sentence it holds."""

    raw: str
    said: str
    marks: tuple[tuple[str, int | None, str], ...]
    told: tuple[tuple[ProcedureKind, tuple[str, ...]], ...]


@per_line
def _line(line: str) -> _StepLine:
    raw = " ".join(line.translate(_CIRCLED).split())
    said = fold_text(raw).strip()
    return _StepLine(raw, said, tuple(_marked(said)), tuple(_chains(said)) or _prose(said))


def _marked(line: str) -> Iterator[tuple[str, int | None, str]]:
    marks = list(_MARKER.finditer(line))
    for index, match in enumerate(marks):
        kind = str(match.lastgroup)
        end = marks[index + 1].start() if index + 1 < len(marks) else len(line)
        label = line[match.end() : end].strip(" :;,.、")
        yield "strong" if kind in _STRONG else kind, numerals.read_count(match[kind]), label


def _numbered(read: list[_StepLine], lines: list[str], raw: list[str]) -> Iterator[Procedure]:
    run: list[_StepMark] = []
    for mark in (*_marks(read), None):
        if mark is not None and run and _follows(mark, run[-1]):
            run.append(mark)
            continue
        if _LIMITS["least"] <= len(run) <= _LIMITS["most"] and _is_procedure(run):
            first, last = run[0].line, run[-1].line
            yield _made(ProcedureKind.NUMBERED, [step_mark.label for step_mark in run], first, last, lines, raw)
        run = [mark] if mark and mark.number == 1 else []


def _follows(mark: _StepMark, last: _StepMark) -> bool:
    near = mark.line - last.line <= _LIMITS["between"] + 1
    return near and mark.kind == last.kind and mark.number == last.number + 1


def _marks(read: list[_StepLine]) -> Iterator[_StepMark]:
    for at, line in enumerate(read):
        for kind, number, label in line.marks:
            if not label and at + 1 < len(read) and not _MARKER.match(read[at + 1].said):
                label = read[at + 1].said
            if number is not None:
                yield _StepMark(at, kind, number, label[: int(_LIMITS["label"])])


def _is_procedure(run: list[_StepMark]) -> bool:
    labels = [mark.label for mark in run]
    entries = sum(1 for label in labels if _CONTENTS.search(label))
    if run[0].kind != "strong" and entries >= _LIMITS["contents_share"] * len(labels):
        return False
    if run[0].kind == "strong":
        told = sum(1 for label in labels if _ACTION.search(label))
        return told >= len(labels) / 2
    return sum(1 for label in labels if _begins(label)) >= _LIMITS["share"] * len(labels)


def _begins(label: str, action: re.Pattern[str] = _ACTION) -> bool:
    """Does the label begin with something to do, rather than with a case in which to do it?"""
    if _CONDITION.match(label):
        return False
    return bool(action.match(label, lead.end() if (lead := _LEAD.match(label)) else 0))


def _chains(line: str) -> Iterator[tuple[ProcedureKind, tuple[str, ...]]]:
    for match in _SENTENCE.finditer(line):
        pieces = [piece.strip(" ,;:") for piece in _ARROW.split(match.group())]
        if len(pieces) < _LIMITS["chain_least"]:
            continue
        pieces[0] = re.split(r"[:,，;]", pieces[0])[-1].strip()
        pieces[-1] = re.split(r"[,，;]", pieces[-1])[0].strip()
        told = sum(1 for piece in pieces if _ACTION.search(piece))
        plain = all(0 < len(piece) <= _LIMITS["piece"] for piece in pieces)
        # 选择支付方式 is done by hand, whatever it is that is chosen; 支付方式 is the name of a page.
        names = any(_CONTENTS.search(piece) and not _begins(piece, _HANDS) for piece in pieces) or _CRUMB.search(
            pieces[0]
        )
        if plain and not names and 2 * told >= len(pieces) and len(pieces) <= _LIMITS["most"]:
            yield ProcedureKind.CHAIN, tuple(pieces)


def _prose(line: str) -> tuple[tuple[ProcedureKind, tuple[str, ...]], ...]:
    if _MARKER.match(line):
        return ()
    for match in _SENTENCE.finditer(line):
        clauses = [clause for other_clause in _CLAUSE.split(match.group()) if (clause := other_clause.strip())]
        told = [clause for clause in clauses if _begins(clause.split(":")[-1], _HANDS)]
        if len(told) >= _LIMITS["chain_least"] and len(told) >= _LIMITS["share"] * len(clauses):
            return ((ProcedureKind.PROSE, tuple(told)),)
    return ()


def _lists(view: View) -> Iterator[Procedure]:
    """Lists numbered by the browser: entries of one parent under a heading that speaks of steps."""
    groups: dict[tuple[int | None, str], list[Element]] = {}
    for element in view.elements:
        if element.tag == "li" and element.seen and element.region is Region.MAIN and (element.text or element.own):
            groups.setdefault((element.parent, element.selector.rpartition(">")[0]), []).append(element)
    fitting = [group for group in groups.values() if _LIMITS["least"] <= len(group) <= _LIMITS["most"]]
    if not fitting:  # the usual case
        return
    raw = [line for raw in view.text.split("\n") if (line := " ".join(raw.split()))]
    lines = [fold_text(line).strip() for line in raw]
    places = {line: at for at, line in reversed(list(enumerate(lines)))}
    for group in fitting:
        labels = [fold_text(element.text or element.own).strip() for element in group]
        at = places.get(labels[0])
        if at is None or _MARKER.match(labels[0]):
            continue
        told = sum(1 for label in labels if _begins(label))
        if _ORDERED.search(group[0].selector) and all(map(_ACTION.search, labels)):
            told = len(labels)  # an owner's words (看中了点…) need not begin with what is done
        made = _made(ProcedureKind.LIST, labels, at, at + len(labels) - 1, lines, raw)
        near = made.headings[: 1 + made.above.endswith(":")]  # a line that leads on to the list (走一遍:) heads nothing
        if told >= _LIMITS["share"] * len(labels) and any(map(_PROCEDURE.search, (*near, made.above))):
            yield made


def _linked(procedure: Procedure, links: frozenset[str]) -> bool:
    linked = len([step for step in procedure.steps if step in links])
    return procedure.kind in (ProcedureKind.NUMBERED, ProcedureKind.LIST) and 2 * linked > procedure.count


def _made(
    kind: ProcedureKind, steps: Sequence[str], first: int, last: int, lines: list[str], raw: list[str]
) -> Procedure:
    """A procedure from those lines with the headings above; a step of another procedure is not a heading."""
    start = max(0, first - int(_LIMITS["above"]))
    above = [line for line in reversed(lines[start:first]) if _is_heading(line)][: int(_LIMITS["headings"])]
    quote = " ".join(raw[first : last + 1])[:240]
    return Procedure(kind, tuple(steps), quote, tuple(above), lines[first - 1] if first else "")


def _is_heading(line: str) -> bool:
    ended = line == "" or line[-1] in "。！!；;.，,"  # a line of marks alone folds to nothing
    return len(line) <= _LIMITS["heading"] and not ended and not _MARKER.match(line) and not _DATED.fullmatch(line)
