"""Steps that a page tells a person to take: numbered ones, chains of arrows, lists, and sentences of things to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.reading import numerals, unfolded
from probes.reading.policy import fold, pattern
from probes.reading.remember import per_line, per_view

_DATA = tomllib.loads(files("probes.reading").joinpath("steps.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_WORDS: dict[str, list[str]] = _DATA["words"]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_COUNT = rf"(?:[0-9]{{1,2}}|[{numerals.CLASS}]{{1,3}})"
_CIRCLED = {0x2460 + n: f" ({n + 1})" for n in range(20)} | {0x2776 + n: f" ({n + 1})" for n in range(10)}
_MARKER = re.compile(
    rf"第\s?(?P<ordinal>{_COUNT})\s?步|步骤\s?(?P<stage>{_COUNT})|(?<![a-z])step\s?(?P<step>[0-9]{{1,2}})(?![0-9])"
    r"|(?:^|(?<=[;。:,，；：\s]))(?:\((?P<round>[0-9]{1,2})\)|(?P<number>[0-9]{1,2})(?:[.、)](?![0-9])|$))"
)
_STRONG = frozenset({"ordinal", "stage", "step"})
_ARROW = re.compile(r"\s*-*[>→➔➜➡⇒▶►»≫›⟶]+\s*|\s*-{2,}\s*|(?<=[】」”\"\])])\s?-\s?|\s-\s")
_ARROW_LINE = re.compile(r"\n\s*([>→➔➜➡⇒▶►»≫›⟶↓])\s*(?=\n)")
_ACTION = re.compile(_any(_WORDS["action"]))
_HANDS = re.compile(_any(_WORDS["hands"]))
_LEAD = re.compile(rf"(?:{_any(_WORDS['lead'])}|在.{{1,14}}?(?:页面|页|中|里|上|内|处),?|[\s:,.、\"“])*")
_CONTENTS = re.compile(_any(_WORDS["contents"]))
_CONDITION = re.compile(_any(_WORDS["condition"]))
_CRUMB = re.compile(_any(_WORDS["crumb"]))
_GENERAL = re.compile(rf"{_any(_WORDS['general'])}|[\W\d_]")
_PROCEDURE = re.compile(_any(_WORDS["procedure"]))
_CLAUSE = re.compile(r"[,，;；。、]|然后|(?<![合])并(?!且)|再(?=[点选提填])|即可|后(?=[点选提填进])")
_SENTENCE = re.compile(r"[^。！!？?\n]+")


class Kind(StrEnum):
    NUMBERED = "numbered"
    CHAIN = "chain"
    LIST = "list"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps in order, folded, with the headings above (nearest first) and the line right above; ``raw`` is for quoting."""

    kind: Kind
    steps: tuple[str, ...]
    raw: str
    headings: tuple[str, ...] = ()
    above: str = ""

    @property
    def count(self) -> int:
        return len(self.steps)

    def about(self, words: tuple[str, ...], headed: tuple[str, ...] = ()) -> bool:
        """Is it the procedure these words name? The line right above or the nearest heading that names one decides.

        A chain or a sentence may also name itself, a numbered one may not: one step in passing is not what it is about.
        ``headed`` are words that name it in a heading only.
        """
        named = pattern(words + headed)
        if self.above not in self.headings and named.search(self.above):
            return True
        for heading in self.headings:
            if named.search(heading):
                return True
            if len(_GENERAL.sub("", heading)) > _LIMITS["bare"]:
                break
        return self.kind in (Kind.CHAIN, Kind.PROSE) and bool(pattern(words).search(fold(self.raw)))


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    kind: str
    number: int
    label: str


@per_view
def procedures(view: View) -> tuple[Procedure, ...]:
    """Every procedure on the page, numbered ones first; a list of links is none."""
    found = (*find(unfolded.text(view)), *_lists(view))
    if not found:  # mostly
        return ()
    links = frozenset(
        _unmarked(each.text or each.own) for each in view.elements if each.href and each.tag == "a" and each.seen
    )
    return tuple(each for each in found if not _linked(each, links))


@per_line
def _unmarked(said: str) -> str:
    return _MARKER.sub("", fold(said).strip(), count=1).strip(" :;,.、")


@lru_cache(maxsize=128)
def find(text: str) -> tuple[Procedure, ...]:
    """The procedures of a text: numbered ones, then chains, then sentences. Linear in its length."""
    joined = _ARROW_LINE.sub(r"\1", text).replace("↓\n", "→").replace("→\n", "→")
    read = [line for each in joined.split("\n") if (line := _line(each)).raw]
    raw, lines = [each.raw for each in read], [each.said for each in read]
    found = [*_numbered(read, lines, raw)]
    for at, each in enumerate(read):
        if each.told:
            found += (_made(kind, steps, at, at, lines, raw) for kind, steps in each.told)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is quoted and folded, its marks with the words behind each, and the chains, else the sentence, that it tells."""

    raw: str
    said: str
    marks: tuple[tuple[str, int | None, str], ...]
    told: tuple[tuple[Kind, tuple[str, ...]], ...]


@per_line
def _line(line: str) -> _Line:
    raw = " ".join(line.translate(_CIRCLED).split())
    said = fold(raw).strip()
    return _Line(raw, said, tuple(_marked(said)), tuple(_chains(said)) or _prose(said))


def _marked(line: str) -> Iterator[tuple[str, int | None, str]]:
    marks = list(_MARKER.finditer(line))
    for index, match in enumerate(marks):
        kind = str(match.lastgroup)
        end = marks[index + 1].start() if index + 1 < len(marks) else len(line)
        label = line[match.end() : end].strip(" :;,.、")
        yield "strong" if kind in _STRONG else kind, numerals.count(match[kind]), label


def _numbered(read: list[_Line], lines: list[str], raw: list[str]) -> Iterator[Procedure]:
    run: list[_Mark] = []
    for mark in (*_marks(read), None):
        if mark is not None and run and _follows(mark, run[-1]):
            run.append(mark)
            continue
        if _LIMITS["least"] <= len(run) <= _LIMITS["most"] and _is_procedure(run):
            first, last = run[0].line, run[-1].line
            yield _made(Kind.NUMBERED, [each.label for each in run], first, last, lines, raw)
        run = [mark] if mark and mark.number == 1 else []


def _follows(mark: _Mark, last: _Mark) -> bool:
    near = mark.line - last.line <= _LIMITS["between"] + 1
    return near and mark.kind == last.kind and mark.number == last.number + 1


def _marks(read: list[_Line]) -> Iterator[_Mark]:
    for at, line in enumerate(read):
        for kind, number, label in line.marks:
            if not label and at + 1 < len(read) and not _MARKER.match(read[at + 1].said):
                label = read[at + 1].said
            if number is not None:
                yield _Mark(at, kind, number, label[: int(_LIMITS["label"])])


def _is_procedure(run: list[_Mark]) -> bool:
    labels = [each.label for each in run]
    entries = sum(1 for label in labels if _CONTENTS.search(label))
    if run[0].kind != "strong" and entries >= _LIMITS["contents_share"] * len(labels):
        return False
    if run[0].kind == "strong":
        told = sum(1 for label in labels if _ACTION.search(label))
        return told >= len(labels) / 2
    return sum(1 for label in labels if _begins(label)) >= _LIMITS["share"] * len(labels)


def _begins(label: str, action: re.Pattern[str] = _ACTION) -> bool:
    """Does the label begin with something to do, rather than with a case in which?"""
    if _CONDITION.match(label):
        return False
    lead = _LEAD.match(label)
    return bool(action.match(label, lead.end() if lead else 0))


def _chains(line: str) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    for match in _SENTENCE.finditer(line):
        pieces = [piece.strip(" ,;:") for piece in _ARROW.split(match.group())]
        if len(pieces) < _LIMITS["chain_least"]:
            continue
        pieces[0] = re.split(r"[:,，;]", pieces[0])[-1].strip()
        pieces[-1] = re.split(r"[,，;]", pieces[-1])[0].strip()
        told = sum(1 for piece in pieces if _ACTION.search(piece))
        plain = all(0 < len(piece) <= _LIMITS["piece"] for piece in pieces)
        listed = any(_CONTENTS.search(piece) for piece in pieces) or _CRUMB.search(pieces[0])
        if plain and not listed and 2 * told >= len(pieces) and len(pieces) <= _LIMITS["most"]:
            yield Kind.CHAIN, tuple(pieces)


def _prose(line: str) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    if _MARKER.match(line):
        return ()
    for match in _SENTENCE.finditer(line):
        clauses = [clause for each in _CLAUSE.split(match.group()) if (clause := each.strip())]
        told = [clause for clause in clauses if _begins(clause.split(":")[-1], _HANDS)]
        if len(told) >= _LIMITS["chain_least"] and len(told) >= _LIMITS["share"] * len(clauses):
            return ((Kind.PROSE, tuple(told)),)
    return ()


def _lists(view: View) -> Iterator[Procedure]:
    """Lists whose numbers the browser draws: entries of one parent under a heading that speaks of steps."""
    groups: dict[int | None, list[Element]] = {}
    for each in view.elements:
        if each.tag == "li" and each.seen and each.region is Region.MAIN and (each.text or each.own):
            groups.setdefault(each.parent, []).append(each)
    fitting = [group for group in groups.values() if _LIMITS["least"] <= len(group) <= _LIMITS["most"]]
    if not fitting:  # mostly
        return
    raw = [line for each in view.text.split("\n") if (line := " ".join(each.split()))]
    lines = [fold(line).strip() for line in raw]
    places = {line: at for at, line in reversed(list(enumerate(lines)))}
    for group in fitting:
        labels = [fold(each.text or each.own).strip() for each in group]
        at = places.get(labels[0])
        if at is None or _MARKER.match(labels[0]):
            continue
        told = sum(1 for label in labels if _begins(label))
        made = _made(Kind.LIST, labels, at, at + len(labels) - 1, lines, raw)
        titled = any(_PROCEDURE.search(heading) for heading in (*made.headings[:1], made.above))
        if titled and told >= _LIMITS["share"] * len(labels):
            yield made


def _linked(procedure: Procedure, links: frozenset[str]) -> bool:
    linked = sum(1 for step in procedure.steps if step in links)
    return procedure.kind in (Kind.NUMBERED, Kind.LIST) and 2 * linked > procedure.count


def _made(kind: Kind, steps: Sequence[str], first: int, last: int, lines: list[str], raw: list[str]) -> Procedure:
    """A procedure of those lines with the headings above it; a step of another procedure is no heading."""
    most = int(_LIMITS["headings"])
    start = max(0, first - int(_LIMITS["above"]))
    above = [line for line in reversed(lines[start:first]) if _is_heading(line)][:most]
    quote = " ".join(raw[first : last + 1])[:240]
    return Procedure(kind, tuple(steps), quote, tuple(above), lines[first - 1] if first else "")


def _is_heading(line: str) -> bool:
    ended = line == "" or line[-1] in "。！!；;.，,"  # a line of marks alone folds to nothing
    return len(line) <= _LIMITS["heading"] and not ended and not _MARKER.match(line)
